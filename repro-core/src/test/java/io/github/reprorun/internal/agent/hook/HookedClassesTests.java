package io.github.reprorun.internal.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.hook.MethodHook.Entry;
import io.github.reprorun.internal.agent.hook.MethodHook.FieldRead;
import io.github.reprorun.internal.agent.hook.MethodHook.StaticCall;
import io.github.reprorun.internal.agent.hook.MethodHook.Target;
import io.github.reprorun.internal.agent.hook.MethodHook.Told;
import io.github.reprorun.internal.agent.place.Sites;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

public class HookedClassesTests {
    /** What is changed; it begins with a loop, so that its first instruction is one that is jumped to. */
    public static class Changed {
        private int left = 3;

        public int field() {
            return left;
        }

        public void loop(long wide, String text) {
            while (left > 0) {
                left--;
                SEEN.add(text + wide);
            }
        }

        public static void ofClass(double number) {
            SEEN.add("body " + number);
        }

        public int larger() {
            return Math.max(left, 2) + Math.min(left, 2) + StrictMath.max(left, 1) + (int) Math.max(left, 1L);
        }
    }

    /** What is called. */
    public static final class Called {
        private Called() {}

        public static int doubled(Object reader, int value) {
            SEEN.add("read of " + reader.getClass().getSimpleName());
            return 2 * value;
        }

        public static boolean entered(Object self, long wide, String text) {
            SEEN.add(self.getClass().getSimpleName() + " entered with " + wide + text);
            return wide < 0;
        }

        public static void told(Object given) {
            SEEN.add("told "
                    + (given instanceof String ? given : given.getClass().getSimpleName()));
        }

        public static void told(Object given, Object self) {
            SEEN.add("told " + given + " of " + self.getClass().getSimpleName());
        }

        public static int first(int one, int other) {
            SEEN.add(one + " rather than " + other);
            return 10;
        }

        public static boolean entered(double number) {
            SEEN.add("entered with " + number);
            return number < 0;
        }
    }

    public static List<String> SEEN = new ArrayList<>();
    private static final String CHANGED = Changed.class.getName();

    private final List<String> seen = new ArrayList<>();

    @Nested
    class AFieldThatIsRead {
        private final FieldRead hook = new FieldRead(CHANGED, "field", "left", target("doubled"));

        @Test
        void isExchanged() throws Exception {
            assertThat(loaded(hook).call("field")).isEqualTo(6);
            assertThat(seen).containsExactly("read of Changed");
        }

        @Test
        void isLeftAloneInOtherMethods() throws Exception {
            loaded(hook).call("loop", 7L, "x");

            assertThat(seen).containsExactly("x7", "x7", "x7");
        }
    }

    @Nested
    class AMethodThatIsEntered {
        private final Entry loop = new Entry(CHANGED, "loop", "(JLjava/lang/String;)V", target("entered"));
        private final Entry ofClass = new Entry(CHANGED, "ofClass", "(D)V", target("entered"));

        @Test
        void goesOn() throws Exception {
            loaded(loop).call("loop", 7L, "x");
            loaded(ofClass).call("ofClass", 1.5);

            assertThat(seen)
                    .containsExactly("Changed entered with 7x", "x7", "x7", "x7", "entered with 1.5", "body 1.5");
        }

        @Test
        void returnsAtOnceIfToldSo() throws Exception {
            loaded(loop).call("loop", -7L, "x");
            loaded(ofClass).call("ofClass", -1.5);

            assertThat(seen).containsExactly("Changed entered with -7x", "entered with -1.5");
        }

        @Test
        void cannotReturnAnything() {
            assertThatThrownBy(() -> new Entry(CHANGED, "field", "()I", target("entered")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(CHANGED + ".field()I returns something");
        }
    }

    @Nested
    class AMethodThatTells {
        @Test
        void tellsOneOfItsArguments() throws Exception {
            loaded(new Told(CHANGED, "loop", "(JLjava/lang/String;)V", List.of(1), target("told")))
                    .call("loop", 7L, "x");

            assertThat(seen).containsExactly("told x", "x7", "x7", "x7");
        }

        @Test
        void tellsSeveral() throws Exception {
            Told hook =
                    new Told(CHANGED, "loop", "(JLjava/lang/String;)V", List.of(1, Told.THE_OBJECT), target("told"));
            loaded(hook).call("loop", 7L, "x");

            assertThat(seen).containsExactly("told x of Changed", "x7", "x7", "x7");
        }

        @Test
        void tellsItsObjectWhateverItReturns() throws Exception {
            assertThat(loaded(new Told(CHANGED, "field", "()I", List.of(Told.THE_OBJECT), target("told")))
                            .call("field"))
                    .isEqualTo(3);
            assertThat(seen).containsExactly("told Changed");
        }
    }

    @Nested
    class ACallOfAStaticMethod {
        @Test
        void goesToTheTargetAndNoOtherCallDoes() throws Exception {
            assertThat(loaded(new StaticCall(CHANGED, "larger", "java.lang.Math", "max", "(II)I", target("first")))
                            .call("larger"))
                    .isEqualTo(10 + 2 + 3 + 3);
            assertThat(seen).containsExactly("3 rather than 2");
        }
    }

    @Test
    void aClassThatIsBuiltInAnotherWayIsReported() throws Exception {
        HookedClasses hooks = new HookedClasses();
        hooks.add(List.of(new FieldRead(CHANGED, "field", "right", target("doubled"))));

        assertThat(hooks.transform(null, CHANGED.replace('.', '/'), null, null, file(CHANGED)))
                .isNull();
        assertThat(Sites.all())
                .filteredOn(site -> site.className().equals(CHANGED))
                .singleElement()
                .extracting(Hazard::advice)
                .isEqualTo(
                        "It could not be instrumented: java.lang.IllegalStateException: field is built in a way that is"
                                + " not known");
    }

    @Test
    void aHookIsAddedOnce() {
        HookedClasses hooks = new HookedClasses();
        MethodHook hook = new FieldRead(CHANGED, "field", "left", target("doubled"));

        assertThat(hooks.add(List.of(hook))).containsExactly(CHANGED);
        assertThat(hooks.add(List.of(hook))).isEmpty();
    }

    @Test
    void withoutTheAgentNothingIsInstalled() {
        assertThat(MethodHooks.install(List.of(new FieldRead(CHANGED, "field", "left", target("doubled")))))
                .isFalse();
    }

    private static Target target(String method) {
        return new Target(Called.class.getName(), method);
    }

    private ChangedObject loaded(MethodHook hook) throws Exception {
        return new ChangedObject(hook, seen);
    }

    /** An object of the changed class, in a loader of its own. */
    private static final class ChangedObject {
        private final Class<?> type;
        private final Object object;

        ChangedObject(MethodHook hook, List<String> seen) throws Exception {
            ClassLoader loader = new ClassLoader(HookedClassesTests.class.getClassLoader()) {
                @Override
                protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                    if (!name.startsWith(HookedClassesTests.class.getName()) || findLoadedClass(name) != null) {
                        return super.loadClass(name, resolve);
                    }
                    byte[] file = file(name);
                    byte[] changed = name.equals(hook.type()) ? HookedClasses.rewrite(file, List.of(hook)) : file;
                    return defineClass(name, changed, 0, changed.length);
                }
            };
            type = loader.loadClass(hook.type());
            object = type.getConstructor().newInstance();
            loader.loadClass(HookedClassesTests.class.getName())
                    .getField("SEEN")
                    .set(null, seen);
        }

        Object call(String name, Object... arguments) throws Exception {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)) {
                    return method.invoke(object, arguments);
                }
            }
            throw new NoSuchMethodException(name);
        }
    }

    private static byte[] file(String name) {
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream in = HookedClassesTests.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
