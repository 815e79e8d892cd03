/** A framework of one class, which knows nothing of runs: what somebody else's library of numerics looks like to Reprorun. */
@NullMarked
package com.example.toy;

import org.jspecify.annotations.NullMarked;
