package io.github.reprorun.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run several times, each time as a run with a manifest, and that fails with the differences, causes first,
 * unless all of them give the same outputs, metrics and networks, or what was declared beforehand by
 * {@link io.github.reprorun.RunContext#expect} allows the difference. It takes the place of {@link Test}.
 *
 * <pre>{@code
 * @Reproducible(runs = 2, seed = 42)
 * void trainsTheSameNetworkEachTime(RunContext run) {
 *     run.metric("loss", train(run.random("shuffle")));
 * }
 * }</pre>
 *
 * The method takes a {@link io.github.reprorun.RunContext}, and so may the class's {@code @BeforeEach} and {@code @AfterEach}
 * methods. The runs are compared by what they record there; a run that recorded no output, no metric and no network is
 * refused, because its comparison would say nothing. Each run goes through the whole life cycle of a test of that
 * class, from {@code @BeforeAll} to {@code @AfterAll}, on an instance of its own; around the runs, the class's
 * {@code @BeforeAll} and {@code @AfterAll} methods are called once more.
 *
 * <p>The run directories lie under {@code target/reproducible} or {@code build/reproducible}, whichever build folder there is
 * in the working directory, otherwise in the folder for temporary files. They are deleted when the test succeeds;
 * otherwise they are kept, and the failure names them.
 *
 * <p>An exception of the test fails it at the first run that throws. It comes through as it is from a run
 * {@linkplain Isolation#IN_PROCESS in this process}; from a fresh JVM it comes as an {@link AssertionError} that says what was
 * thrown, and its stack trace is on standard error. A failed assumption aborts the test.
 *
 * <p>Needs {@code junit-platform-launcher} where the tests run. Maven, Gradle and the IDEs bring it along.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Test
@ExtendWith(ReproducibleExtension.class)
public @interface Reproducible {
    /** How many runs there are, at least 2. */
    int runs() default 2;

    /** The root seed of each run; 0 is refused. */
    long seed() default 42;

    /** What separates the runs from each other. */
    Isolation isolation() default Isolation.FRESH_JVM;

    /** The number of native threads, or 0 for the processors this JVM sees. */
    int threads() default 0;
}
