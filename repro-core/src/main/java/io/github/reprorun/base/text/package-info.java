/** Text for people to read or type, made safe for where it stands. Start reading at {@link OneLine}. */
@NullMarked
package io.github.reprorun.base.text;

import org.jspecify.annotations.NullMarked;
