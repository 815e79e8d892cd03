package io.github.reprorun.internal.launch;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives signals in place of this JVM's own handlers as long as there is a listener: TERM, HUP, INT, and USR1 and
 * USR2, by which the schedulers of clusters tell a job to save itself and stop. Safe for use by several threads.
 *
 * <p>HotSpot uses USR2 itself while its flight recorder runs, and crashes if another process sends USR2 and nothing
 * handles it. So it is handled here, except in a training JVM that was started with the recorder.
 *
 * <p>It uses {@code sun.misc.Signal} by reflection: {@code jdk.unsupported} exports it on every JDK from 9 on, but a
 * compiler with {@code -Werror} refuses its name.
 */
public final class SignalHandlers implements InvocationHandler {
    private static final String USR2 = "USR2";
    private static final SignalHandlers INSTANCE = new SignalHandlers("TERM", "HUP", "INT", "USR1", USR2);

    private final String[] names;
    private final List<Consumer<String>> listeners = new ArrayList<>();
    /** Handlers by signal. */
    private final Map<Object, Object> former = new LinkedHashMap<>();

    private SignalHandlers(String... names) {
        this.names = names;
    }

    /** From now on {@code listener} receives the name of each signal, in a thread of the JVM. */
    public static void add(Consumer<String> listener) {
        INSTANCE.addListener(listener);
    }

    /** Removes a listener; after the last one the former handlers are restored. */
    public static void remove(Consumer<String> listener) {
        INSTANCE.removeListener(listener);
    }

    /** From now on USR1 and USR2 end this JVM as TERM does, with its shutdown hooks. */
    static void endBySchedulers() {
        boolean recorded = false;
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            recorded |= option.startsWith("-XX:StartFlightRecording");
        }
        SignalHandlers schedulers = recorded ? new SignalHandlers("USR1") : new SignalHandlers("USR1", USR2);
        schedulers.addListener(
                new Consumer<>() { // No lambda: a JVM that starts would pay for the first one.
                    @Override
                    public void accept(String name) {
                        end(name);
                    }
                });
    }

    private static void end(String name) {
        if (!(name.equals(USR2) && isRecorded())) {
            try {
                Object signal = signal(name);
                int number = (int) signal.getClass().getMethod("getNumber").invoke(signal);
                System.exit(128 + number);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Whether a flight recorder has begun since this JVM started: then USR2 may be its own. */
    private static boolean isRecorded() {
        try {
            return (boolean) Class.forName("jdk.jfr.FlightRecorder")
                    .getMethod("isInitialized")
                    .invoke(null);
        } catch (ReflectiveOperationException noRecorder) {
            return false;
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
    }

    private synchronized void addListener(Consumer<String> listener) {
        if (listeners.isEmpty()) {
            for (String name : names) {
                install(name);
            }
        }
        listeners.add(listener);
    }

    private synchronized void removeListener(Consumer<String> listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            for (Map.Entry<Object, Object> each : former.entrySet()) {
                try {
                    Object unused = handle(each.getKey(), each.getValue());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            former.clear();
        }
    }

    private void install(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
            Object signal = signal(name);
            former.put(signal, handle(signal, handler));
        } catch (InvocationTargetException | ClassNotFoundException unsupported) {
            // No such signal here (Windows has no HUP), -Xrs, or no jdk.unsupported: it ends this JVM as usual.
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        return signal.getClass()
                .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments)
            throws ReflectiveOperationException {
        switch (method.getName()) {
            case "handle" -> {
                tell((String) arguments[0].getClass().getMethod("getName").invoke(arguments[0]));
                return null;
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                return toString();
            }
        }
    }

    private void tell(String signal) {
        for (Consumer<String> listener : current()) {
            listener.accept(signal);
        }
    }

    private synchronized List<Consumer<String>> current() {
        return List.copyOf(listeners);
    }
}
