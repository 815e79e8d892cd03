package io.github.reprorun.dl4j.internal.listener;

import io.github.reprorun.dl4j.internal.hazard.FrameworkNames;
import io.github.reprorun.spi.RunScope;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.Charset;
import java.security.CodeSource;
import java.text.Format;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** What an object is to a checkpoint. */
enum Kind {
    /** {@link PlainWriter} writes it as a whole. */
    PLAIN,

    /** It has fields that can be looked at. */
    OF_FIELDS,

    /** It is saved and restored elsewhere, as networks, data and generators are, or does not change. */
    ELSEWHERE,

    /** It may keep anything, such as an open file or a thread. */
    OPAQUE;

    private static final List<Class<?>> SAVED_ELSEWHERE = List.of(
            Model.class,
            NeuralNetConfiguration.class,
            MultiLayerConfiguration.class,
            ComputationGraphConfiguration.class,
            GraphVertex.class,
            SameDiff.class,
            DataSet.class,
            MultiDataSet.class,
            DataSetIterator.class,
            MultiDataSetIterator.class,
            RandomGenerator.class,
            SplittableRandom.class,
            RunScope.class,
            org.nd4j.linalg.api.rng.Random.class,
            org.apache.commons.math3.random.RandomGenerator.class);

    private static final List<Class<?>> UNCHANGING = List.of(
            Class.class,
            ClassLoader.class,
            Charset.class,
            Locale.class,
            Pattern.class,
            Format.class,
            Lock.class,
            ReadWriteLock.class,
            System.Logger.class,
            org.slf4j.Logger.class);

    private static final List<String> UNCHANGING_NAMES =
            List.of("java.util.logging.", "java.time.", "org.slf4j.", "ch.qos.logback.", "org.apache.logging.");

    private static final List<String> CLOSED =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", FrameworkNames.JAVACPP);

    /** Of ND4J, what listeners count with. */
    private static final List<String> OPEN_OF_ND4J = List.of(
            FrameworkNames.ND4J + "evaluation.",
            FrameworkNames.ND4J + "common.primitives.",
            FrameworkNames.ND4J + "shade.guava.util.concurrent.AtomicDouble");

    private static final String LAMBDA = "$$Lambda";
    private static final String OWN = "io.github.reprorun.";
    private static final Set<Optional<URL>> OWN_CODE =
            new HashSet<>(List.of(location(Kind.class), location(RunScope.class)));

    static Kind of(Object value) {
        if (isPlain(value)) {
            return PLAIN;
        }
        Class<?> type = value.getClass();
        String name = type.getName();
        if (isOwn(type)
                || SAVED_ELSEWHERE.stream().anyMatch(each -> each.isInstance(value))
                || UNCHANGING.stream().anyMatch(each -> each.isInstance(value))
                || UNCHANGING_NAMES.stream().anyMatch(name::startsWith)
                || (value instanceof PrintStream && (value == System.out || value == System.err))) {
            return ELSEWHERE;
        }
        boolean isClosed = CLOSED.stream().anyMatch(name::startsWith)
                || (name.startsWith(FrameworkNames.ND4J)
                        && OPEN_OF_ND4J.stream().noneMatch(name::startsWith));
        return isClosed ? OPAQUE : OF_FIELDS;
    }

    private static boolean isPlain(Object value) {
        return Scalar.of(value).isPresent()
                || JdkValue.of(value).isPresent()
                || Holder.of(value).isPresent()
                || value instanceof String
                || value instanceof Enum<?>
                || value instanceof INDArray
                || value instanceof StringBuilder
                || value instanceof StringBuffer
                || value instanceof Optional<?>
                || value.getClass().isArray()
                || isContainer(value);
    }

    /** Whether it is a collection or map of the JDK. */
    static boolean isContainer(Object value) {
        return value.getClass().getName().startsWith("java.util.")
                && (value instanceof Collection<?> || value instanceof Map<?, ?>);
    }

    private static boolean isOwn(Class<?> type) {
        return type.getName().startsWith(OWN) && OWN_CODE.contains(location(type));
    }

    private static Optional<URL> location(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource()).map(CodeSource::getLocation);
    }

    /** The fields that an object of {@code type} is made of; by {@code transient} a program leaves one out. */
    static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    /** The name of {@code type} that it has in every run. */
    static String name(Class<?> type) {
        int end = type.getName().indexOf(LAMBDA);
        return end < 0 ? type.getName() : type.getName().substring(0, end + LAMBDA.length());
    }
}
