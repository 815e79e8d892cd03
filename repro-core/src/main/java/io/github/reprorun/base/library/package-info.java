/**
 * The descriptions that numerical libraries give of themselves, in files that are read without loading their classes
 * and in facts of an environment. Start reading at {@link LibraryDescriptor}.
 */
@NullMarked
package io.github.reprorun.base.library;

import org.jspecify.annotations.NullMarked;
