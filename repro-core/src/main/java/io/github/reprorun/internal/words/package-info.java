/** Results put into words, for terminal and report. Start reading at {@link ManifestText}. */
@NullMarked
package io.github.reprorun.internal.words;

import org.jspecify.annotations.NullMarked;
