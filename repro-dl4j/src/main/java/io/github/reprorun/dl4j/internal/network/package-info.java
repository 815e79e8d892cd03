/** What a network consists of: copied, digested, saved. Start reading at {@link NetworkState}. */
@NullMarked
package io.github.reprorun.dl4j.internal.network;

import org.jspecify.annotations.NullMarked;
