/** Files: digests, listings, stamps, durable writes. Start reading at {@link FileDigest}. */
@NullMarked
package io.github.reprorun.base.file;

import org.jspecify.annotations.NullMarked;
