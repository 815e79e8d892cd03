package io.github.reprorun.programs.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints identity hash codes of several threads, after work that makes the JVM start threads of its own. */
public final class HashCodes {
    private static final int ROUNDS = 300;

    private HashCodes() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<byte[]> garbage = new ArrayList<>();
        Map<String, Integer> work = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            int factor = round;
            work.putAll(IntStream.range(0, 2000)
                    .boxed()
                    .collect(Collectors.toMap(i -> "a" + i * factor, i -> i, (left, right) -> left)));
            garbage.add(new byte[1 << 17]);
            if (garbage.size() > 100) {
                garbage.clear();
            }
        }
        System.out.println(new Object().hashCode());
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> System.out.println(System.identityHashCode(new Object())));
            thread.start();
            thread.join();
        }
    }
}
