package io.github.reprorun.internal.launch;

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
 * Receives TERM, HUP and INT in place of this JVM's own handlers as long as there is a listener. Safe for use by
 * several threads.
 *
 * <p>It uses {@code sun.misc.Signal} by reflection: {@code jdk.unsupported} exports it on every JDK from 9 on, but a
 * compiler with {@code -Werror} refuses its name.
 */
final class SignalHandlers implements InvocationHandler {
    private static final SignalHandlers INSTANCE = new SignalHandlers();
    private static final String[] NAMES = {"TERM", "HUP", "INT"};

    private final List<Consumer<String>> listeners = new ArrayList<>();
    /** Handlers by signal. */
    private final Map<Object, Object> former = new LinkedHashMap<>();

    private SignalHandlers() {}

    /** From now on {@code listener} receives the name of each signal, in a thread of the JVM. */
    static void add(Consumer<String> listener) {
        INSTANCE.addListener(listener);
    }

    /** Removes a listener; after the last one the former handlers are restored. */
    static void remove(Consumer<String> listener) {
        INSTANCE.removeListener(listener);
    }

    private synchronized void addListener(Consumer<String> listener) {
        if (listeners.isEmpty()) {
            for (String name : NAMES) {
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
            Object signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
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
