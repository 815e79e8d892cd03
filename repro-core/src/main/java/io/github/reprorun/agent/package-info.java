/**
 * The java agent, which gives every generator that nobody seeded a seed derived from the run's. Start reading at
 * {@link io.github.reprorun.agent.ReproAgent} for how it begins, at {@link io.github.reprorun.agent.Source} for what it
 * knows, and at {@link io.github.reprorun.agent.Lineage} for what a seed depends on.
 *
 * <h2>How a request is caught</h2>
 *
 * <p>{@code UserClass} and {@code CallSites} rewrite classes outside the JDK as they are loaded: {@code new Random()} becomes a
 * call that carries the number of its call site, so that a hot loop walks no stack. {@code ConstantPoolScan} passes over
 * the classes that name nothing of interest. {@code JdkGenerators} rewrites the JDK's own generators for the rest,
 * reflection above all; only there {@code Caller} reads the stack.
 *
 * <h2>How the JDK's classes reach the agent</h2>
 *
 * <p>A class of {@code java.base} sees no class of the application. The agent therefore opens {@code java.util.concurrent} to
 * itself by {@code Instrumentation.redefineModule} and defines one small class there, {@code Relay}, with
 * {@code Lookup.defineClass}; that class takes the object it hands on to from a system property that exists for this moment
 * only. Compared with a second jar on the boot class path this needs no file, is visible in every class loader because its name begins
 * with {@code java.}, and costs no reflection and no lambda; and what it hands on to is a constant to the compilers.
 *
 * <h2>How an extension sees into its library</h2>
 *
 * <p>{@link io.github.reprorun.agent.MethodHooks} changes the methods that an extension names, when it is opened: a call at a
 * method's entry, or an exchange of what a method reads from a field. What is called is the extension's own.
 *
 * <h2>A seed that is the clock</h2>
 *
 * <p>Two ways find it. {@code ClockFlow} follows the clock within a method through arithmetic and local variables, over code
 * without branches, to whatever takes a seed: a generator's constructor, a method or a field whose name ends in "seed". And each number
 * that arrives there, or at a generator of the JDK, is compared with the clock: it is the clock if it lies between the
 * agent's start and now, in milliseconds since 1970, or if {@code System.nanoTime()} has given exactly this number. Nobody
 * chooses such a number, hence no chosen seed is taken for the clock. What was stored keeps its meaning: the same time gives
 * the same seed in the same place, so that features and labels shuffled by one time stay together. Missed are: arithmetic
 * on the clock that crosses a branch, a field or a method before it becomes a seed; seconds; the clock of native code. Two
 * times that are read in the same millisecond, kept in variables and used by one thread are one seed.
 *
 * <h2>What is not held</h2>
 *
 * <ul>
 *   <li>Which thread takes the next number of a generator that its user seeded and several threads share.
 *   <li>A stage of a {@code CompletableFuture} without "Async", which runs in whichever thread comes last.
 *   <li>Identity hash codes differ between versions of the JDK; within one, {@link io.github.reprorun.agent.PinnedOptions}
 *       hold them for threads, not for tasks of a pool.
 *   <li>Generators made while a class is initialised, by another class than that one, take the place of the thread that came first.
 *   <li>A class whose own loading is caused by a rewriting, or by another agent before this one.
 *   <li>{@code Set.of} in the order in which it was iterated before the agent began.
 * </ul>
 */
@NullMarked
package io.github.reprorun.agent;

import org.jspecify.annotations.NullMarked;
