/**
 * SHA-256 of bytes, files and folders, and the canonical form of JSON that digests are taken over. Start reading at
 * {@link Sha256}.
 */
@NullMarked
package io.github.reprorun.digest;

import org.jspecify.annotations.NullMarked;
