/**
 * What libraries of numerics say of themselves, in files that are read without loading a class of theirs and in facts of an
 * environment. Start reading at {@link LibraryDescriptor}.
 */
@NullMarked
package io.github.reprorun.base.library;

import org.jspecify.annotations.NullMarked;
