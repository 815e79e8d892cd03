package io.github.reprorun.dl4j.internal.listener;

import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Hazard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What listeners keep in fields, theirs and those of the program's objects that they lead to. Plain data is saved and
 * restored, into the same objects where that is possible; everything else is compared where it can be, and otherwise
 * named. Networks, data and generators, which are restored elsewhere, are left out, and so are transient fields. Confined
 * to the training thread.
 */
public final class ListenerFields {
    private static final int MOST_VALUES = 1_000_000;
    private static final int MOST_OBJECTS = 10_000;
    private static final int MOST_NAMED = 5;
    private static final int LONGEST_NAME = 1000;
    private static final char OF_LISTENER = '#';

    /** A field of {@code owner}, or a listener itself, and what was written for it. */
    private static final class Slot {
        private final Object listener;
        private final Object owner;
        private final @Nullable Field field;
        private final byte[] value;

        Slot(Object listener, Object owner, @Nullable Field field, byte[] value) {
            this.listener = listener;
            this.owner = owner;
            this.field = field;
            this.value = value;
        }
    }

    private record Place(String name, Object listener, Object object) {}

    private final List<?> listeners;
    private final Places places;
    private final Set<String> ofData = new HashSet<>();

    /**
     * @param listeners in an order that is the same when the program runs again
     * @param runDirectory may lie elsewhere then; so may the working directory
     */
    public ListenerFields(List<?> listeners, Path runDirectory) {
        this.places = Places.of(runDirectory);
        this.listeners = listeners.stream()
                .filter(listener -> Kind.of(listener) == Kind.OF_FIELDS)
                .toList();
    }

    /** What they keep now, as {@link #restore} takes it. */
    public byte[] save() {
        SortedMap<String, Slot> slots = slots();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(slots.size());
            for (Map.Entry<String, Slot> slot : slots.entrySet()) {
                out.writeUTF(slot.getKey());
                out.writeInt(slot.getValue().value.length);
                out.write(slot.getValue().value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Takes the data again by {@code replay}, without training: what this changes belongs to the data. */
    public void takeDataAgain(Runnable replay) {
        SortedMap<String, Slot> before = slots();
        replay.run();
        slots().forEach((name, slot) -> {
            Slot earlier = before.get(name);
            if (earlier == null || !Arrays.equals(earlier.value, slot.value)) {
                ofData.add(name);
            }
        });
    }

    /**
     * Puts what {@link #save} gave into the listeners' fields.
     *
     * @return a hazard for each listener that may keep something else than it kept then
     */
    public List<Hazard> restore(byte[] saved) {
        Map<String, List<String>> lost = new LinkedHashMap<>();
        SortedMap<String, Slot> slots = slots();
        String last = "";
        for (Map.Entry<String, byte[]> each : read(saved).entrySet()) {
            String name = each.getKey();
            if (!isWithin(last, name) && !isThere(name, slots.get(name), each.getValue())) {
                lost.computeIfAbsent(listener(name), listener -> new ArrayList<>())
                        .add(field(name));
                last = name;
            }
        }
        List<Hazard> hazards = new ArrayList<>();
        lost.forEach((listener, fields) -> hazards.add(hazard(listener, fields)));
        return hazards;
    }

    /** Whether {@code name} leads through the object at {@code lost}, so that it need not be named as well. */
    private static boolean isWithin(String lost, String name) {
        return !lost.isEmpty()
                && name.length() > lost.length()
                && name.startsWith(lost)
                && (name.charAt(lost.length()) == '.' || name.charAt(lost.length()) == OF_LISTENER);
    }

    private boolean isThere(String name, @Nullable Slot slot, byte[] value) {
        return PlainWriter.isElsewhere(value) || ofData.contains(name) || (slot != null && isRestored(slot, value));
    }

    private static SortedMap<String, byte[]> read(byte[] saved) {
        SortedMap<String, byte[]> values = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                values.put(name, in.readNBytes(in.readInt()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private boolean isRestored(Slot slot, byte[] value) {
        if (Arrays.equals(slot.value, value) && !PlainWriter.isOpaque(value)) {
            return true;
        }
        Field field = slot.field;
        if (field == null) {
            return false;
        }
        try {
            Object live = field.get(slot.owner);
            Object restored = PlainReader.of(value, slot.listener.getClass().getClassLoader(), places)
                    .over(live);
            if (restored != live) {
                field.set(slot.owner, restored);
            }
            return true;
        } catch (PlainReader.NotPlainException | IllegalAccessException | IllegalArgumentException e) {
            return false; // The caller names it.
        }
    }

    private static String listener(String name) {
        return name.substring(name.indexOf(' ') + 1, fieldStart(name));
    }

    private static String field(String name) {
        return name.substring(Math.min(name.length(), fieldStart(name) + 1));
    }

    private static int fieldStart(String name) {
        int start = name.indexOf(OF_LISTENER);
        return start < 0 ? name.length() : start;
    }

    private static Hazard hazard(String listener, List<String> fields) {
        String named = String.join(", ", fields.subList(0, Math.min(fields.size(), MOST_NAMED)));
        String more = fields.size() > MOST_NAMED ? " and " + (fields.size() - MOST_NAMED) + " more" : "";
        return new Hazard(
                "state of a listener",
                listener,
                -1,
                1,
                Hazard.Treatment.UNCONTROLLED,
                OneLine.of("The resumed run could not restore " + (named.isEmpty() ? "it" : named + more)
                        + ", so it may differ from a run that was never stopped: keep numbers, texts, arrays and"
                        + " collections of them in fields, or mark as transient what does not matter."));
    }

    /** Every field by its place: the number of the listener, its class, then the names of the fields that lead there. */
    private SortedMap<String, Slot> slots() {
        SortedMap<String, Slot> slots = new TreeMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Queue<Place> open = new ArrayDeque<>();
        for (int i = 0; i < listeners.size(); i++) {
            Object listener = listeners.get(i);
            String name = i + " " + Kind.name(listener.getClass());
            slots.put(name, new Slot(listener, listener, null, PlainWriter.object(listener.getClass())));
            if (seen.add(listener)) {
                open.add(new Place(name + OF_LISTENER, listener, listener));
            }
        }
        PlainWriter.Budget budget = new PlainWriter.Budget(MOST_VALUES);
        for (Place place = open.poll(); place != null; place = open.poll()) {
            for (Field field : Kind.fields(place.object().getClass())) {
                String name = place.name() + field.getName();
                byte[] written;
                if (!field.trySetAccessible() || name.length() > LONGEST_NAME) {
                    written = PlainWriter.opaque(field.getType());
                } else {
                    Object value = value(field, place.object());
                    if (value != null && Kind.of(value) == Kind.OF_FIELDS && seen.size() < MOST_OBJECTS) {
                        written = PlainWriter.object(value.getClass());
                        if (seen.add(value)) {
                            open.add(new Place(name + ".", place.listener(), value));
                        }
                    } else {
                        written = written(value, budget);
                    }
                }
                slots.put(name, new Slot(place.listener(), place.object(), field, written));
            }
        }
        return slots;
    }

    private byte[] written(@Nullable Object value, PlainWriter.Budget budget) {
        try {
            return PlainWriter.write(value, budget, places);
        } catch (RuntimeException e) { // Another thread changes a collection, or an array was closed.
            return PlainWriter.opaque(value == null ? Object.class : value.getClass());
        }
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
        }
    }
}
