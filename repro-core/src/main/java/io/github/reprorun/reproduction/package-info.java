/**
 * What a re-run says about the run that it repeated, as a statement that others sign, keep beside the run and verify. A
 * reproduction is an in-toto Statement whose subject is the original manifest, with the predicate of SLSA's verification
 * summary, in a DSSE envelope.
 */
@NullMarked
package io.github.reprorun.reproduction;

import org.jspecify.annotations.NullMarked;
