package io.github.reprorun.dl4j.internal.feed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The places where the data's preparation found a generator in a different position than it had left it, because the
 * training drew from it in between. They are needed to prepare the same data again without training. It records nothing
 * for generators that only the data uses. Confined to one thread.
 */
final class DrawLog {
    private static final List<Long> ABSENT = List.of();

    private final Draws draws;
    private final TreeMap<Long, Map<String, List<Long>>> found = new TreeMap<>();
    private final Map<String, List<Long>> left;
    private long calls;

    DrawLog(Draws draws) {
        this.draws = draws;
        this.left = new HashMap<>(draws.positions());
    }

    /**
     * Call this before the data is prepared. If it was prepared before, this sets the generators to their positions at
     * that time.
     */
    Map<String, List<Long>> before() {
        Map<String, List<Long>> noted = found.get(calls);
        if (noted != null) {
            noted.forEach(draws::moveTo);
        }
        return draws.positions();
    }

    /** Call this when the call that {@code before} belongs to has returned. */
    void after(Map<String, List<Long>> before) {
        Map<String, List<Long>> now = draws.positions();
        now.forEach((name, position) -> {
            List<Long> then = before.getOrDefault(name, ABSENT);
            if (!position.equals(then)) {
                note(name, then);
                left.put(name, position);
            }
        });
        left.keySet().retainAll(now.keySet()); // A generator that is gone never comes back.
        calls++;
    }

    /** Another thread begins to prepare data: it may draw from any shared generator. */
    void handOver(Map<String, List<Long>> before) {
        before.forEach((name, position) -> {
            if (draws.isShared(name)) {
                note(name, position);
            }
        });
        after(before);
    }

    /**
     * The other thread has ended. Generators that the training drew from meanwhile are no longer where the data's
     * preparation left them.
     */
    void takeBack() {
        draws.positions().forEach((name, position) -> {
            if (draws.isShared(name) && !draws.isDrawnInTraining(name)) {
                left.put(name, position);
            }
        });
    }

    private void note(String name, List<Long> position) {
        if (!position.equals(left.getOrDefault(name, ABSENT))) {
            found.computeIfAbsent(calls, unused -> new HashMap<>()).putIfAbsent(name, position);
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(found.size());
            for (Map.Entry<Long, Map<String, List<Long>>> call : found.entrySet()) {
                out.writeLong(call.getKey());
                out.writeInt(call.getValue().size());
                for (Map.Entry<String, List<Long>> one : new TreeMap<>(call.getValue()).entrySet()) {
                    out.writeUTF(one.getKey());
                    out.writeInt(one.getValue().size());
                    for (long number : one.getValue()) {
                        out.writeLong(number);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Takes over the records of an earlier process, before the first call. */
    void load(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int left = in.readInt(); left > 0; left--) {
                Map<String, List<Long>> call = new HashMap<>();
                found.put(in.readLong(), call);
                for (int names = in.readInt(); names > 0; names--) {
                    call.put(in.readUTF(), numbers(in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> numbers(DataInputStream in) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.add(in.readLong());
        }
        return numbers;
    }
}
