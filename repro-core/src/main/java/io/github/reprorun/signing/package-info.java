/**
 * Proof of origin: keys, the DSSE envelope around a manifest, and the policy an envelope must satisfy before a byte of
 * its payload can be reached. Start reading at {@link TrustPolicy}.
 */
@NullMarked
package io.github.reprorun.signing;

import org.jspecify.annotations.NullMarked;
