/** Runs side by side, as Markdown, JSON and CSV. Start reading at {@link Report}. */
@NullMarked
package io.github.reprorun.report;

import org.jspecify.annotations.NullMarked;
