/**
 * Where in the program a thread or a task is, and the generators that are seeded by that. Start reading at
 * {@link TaskPlace}.
 */
@NullMarked
package io.github.reprorun.internal.agent.place;

import org.jspecify.annotations.NullMarked;
