/**
 * What the program's listeners keep in fields from one iteration to the next, for checkpoints. Start reading at {@link
 * io.github.reprorun.dl4j.internal.listener.ListenerFields}.
 */
@NullMarked
package io.github.reprorun.dl4j.internal.listener;

import org.jspecify.annotations.NullMarked;
