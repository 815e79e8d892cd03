/** The class path: expanding, naming and digesting it. Start reading at {@link ClassPath}. */
@NullMarked
package io.github.reprorun.internal.code;

import org.jspecify.annotations.NullMarked;
