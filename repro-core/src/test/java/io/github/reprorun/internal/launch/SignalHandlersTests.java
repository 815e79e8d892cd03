package io.github.reprorun.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.IgnoredSignals;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Raises HUP in this JVM, which has a handler of the test's own for it meanwhile. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no HUP")
class SignalHandlersTests {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Consumer<String> first = name -> heard.add("first " + name);
    private final Consumer<String> second = name -> heard.add("second " + name);
    private Object before;

    @BeforeEach
    void hearOfHup() throws ReflectiveOperationException {
        InvocationHandler own = (proxy, method, arguments) -> heard.add("own");
        before = handle(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {handlerType()}, own));
    }

    @AfterEach
    void hearNoLonger() throws ReflectiveOperationException {
        Object unused = handle(before);
    }

    @Test
    @DisabledIf(value = "isHupIgnored", disabledReason = "HUP is ignored here, so this JVM does not heed it")
    void areThereAsLongAsAnybodyListensWhicheverLeavesFirst() throws Exception {
        SignalHandlers.add(first);
        SignalHandlers.add(second);
        assertThat(raise()).isEqualTo("first HUP");
        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("second HUP");

        SignalHandlers.remove(first);
        assertThat(raise()).isEqualTo("second HUP");

        SignalHandlers.remove(second);
        assertThat(raise()).isEqualTo("own");
        assertThat(heard).isEmpty();
    }

    static boolean isHupIgnored() throws IOException {
        return IgnoredSignals.has("HUP");
    }

    private String raise() throws ReflectiveOperationException, InterruptedException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object unused = type.getMethod("raise", type)
                .invoke(null, type.getConstructor(String.class).newInstance("HUP"));
        return heard.poll(1, TimeUnit.MINUTES);
    }

    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        return type.getMethod("handle", type, handlerType())
                .invoke(null, type.getConstructor(String.class).newInstance("HUP"), handler);
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }
}
