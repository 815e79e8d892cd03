/**
 * What libraries of numerics say of themselves in files, read without loading a class of theirs. Start reading at
 * {@link Libraries}.
 */
@NullMarked
package io.github.reprorun.base.library;

import org.jspecify.annotations.NullMarked;
