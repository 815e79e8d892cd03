/** Text for people to read or type, made safe for its context. Start reading at {@link OneLine}. */
@NullMarked
package io.github.reprorun.base.text;

import org.jspecify.annotations.NullMarked;
