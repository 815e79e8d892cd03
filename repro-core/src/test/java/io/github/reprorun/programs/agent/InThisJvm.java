package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.AgentStatus;
import io.github.reprorun.internal.agent.place.CurrentPlace;
import io.github.reprorun.internal.agent.place.DerivedSeeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A training in the user's own JVM: it holds what it can and says what it cannot. */
public final class InThisJvm {
    private InThisJvm() {}

    public static void main(String[] arguments) throws InterruptedException {
        ThreadLocalRandom.current().nextInt();
        AgentStatus status = AgentStatus.hold(42);
        List<Integer> list = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(list);
        System.out.println(list);
        System.out.println(Math.random() + " " + StrictMath.random());
        System.out.println(ThreadLocalRandom.current().nextLong());
        System.out.println(new SplittableRandom().nextLong());
        System.out.println(DerivedSeeds.next("a") + " " + DerivedSeeds.next("a") + " " + DerivedSeeds.next("b"));
        Thread thread = new Thread(() -> System.out.println(CurrentPlace.path() + " " + CurrentPlace.current() + " "
                + DerivedSeeds.next("a") + " " + CurrentPlace.isOrdered()));
        thread.start();
        thread.join();
        System.out.println(status.installed());
        status.unpinned().forEach(System.out::println);
    }
}
