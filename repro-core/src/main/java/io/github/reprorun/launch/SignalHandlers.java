package io.github.reprorun.launch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears of TERM, HUP and INT in the stead of this JVM's own handlers, until those are restored. Safe for use by several threads.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection: it is exported by {@code jdk.unsupported} on every JDK from 9 on,
 * but a compiler with {@code -Werror} refuses its name.
 */
final class SignalHandlers implements InvocationHandler {
    private static final String[] NAMES = {"TERM", "HUP", "INT"};

    private final Consumer<String> listener;
    /** Handlers by signal. */
    private final Map<Object, Object> former = new LinkedHashMap<>();

    private SignalHandlers(Consumer<String> listener) {
        this.listener = listener;
    }

    /** @param listener is told the name of each signal that comes, in a thread of the JVM */
    static SignalHandlers install(Consumer<String> listener) {
        SignalHandlers handlers = new SignalHandlers(listener);
        for (String name : NAMES) {
            handlers.install(name);
        }
        return handlers;
    }

    private void install(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
            Object signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
            former.put(signal, handle(signal, handler));
        } catch (InvocationTargetException unsupported) {
            // No such signal here (Windows has no HUP) or -Xrs: it ends this JVM as ever.
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
                listener.accept(
                        (String) arguments[0].getClass().getMethod("getName").invoke(arguments[0]));
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

    void restore() {
        for (Map.Entry<Object, Object> each : former.entrySet()) {
            try {
                Object unused = handle(each.getKey(), each.getValue());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
