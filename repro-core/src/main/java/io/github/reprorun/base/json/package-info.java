/** Trees of JSON as text and back. Start reading at {@link JsonTree}. */
@NullMarked
package io.github.reprorun.base.json;

import org.jspecify.annotations.NullMarked;
