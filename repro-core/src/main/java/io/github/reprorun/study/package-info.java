/**
 * Studies: many runs of one program, over seeds and parameters, with one parent and one statement. Start reading at
 * {@link Study}.
 */
@NullMarked
package io.github.reprorun.study;

import org.jspecify.annotations.NullMarked;
