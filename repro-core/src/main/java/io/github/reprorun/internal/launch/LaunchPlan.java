package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.Labels;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.seed.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The instructions for a pinned JVM: how it was pinned, and the choices that replace the program's. It travels in a
 * file of {@link Properties}, named by the system property {@value #PROPERTY}. Immutable, hence safe to share between
 * threads.
 *
 * @param run the run that the plan is for; other runs of the same program follow their own choices
 * @param seed the root seed
 * @param profile the options and variables that the JVM was started with
 * @param conditions the conditions that the run must meet, whatever the program says
 * @param overrides the choices that replace the program's
 */
public record LaunchPlan(
        RunIdentity run, SeedChoice seed, PinnedProfile profile, Conditions conditions, Overrides overrides) {
    /** The system property that names the plan's file. */
    public static final String PROPERTY = "reprorun.launch";

    /**
     * Writes this plan to {@code file}, and redacts secrets of known shapes in the options, because a kill may leave
     * the file behind. The JVM itself starts with the secrets, and records them redacted.
     *
     * @throws UnwritableException if that fails
     */
    public void write(Path file) {
        SortedMap<String, String> properties = new TreeMap<>();
        properties.put("run.name", run.name());
        properties.put("run.id", run.id());
        properties.put("seed", seed.seed().toString());
        properties.put("seed.drawn", Boolean.toString(seed.drawn()));
        properties.put("profile.name", profile.name());
        properties.put("profile.threads", Integer.toString(profile.threads()));
        properties.put("profile.workingDirectory", profile.workingDirectory());
        writeMap(properties, "profile.environment.", profile.environment());
        writeList(properties, "profile.jvmOption.", Redaction.ofArguments(profile.jvmOptions()));
        writeList(properties, "profile.classPath.", profile.classPath());
        properties.put("resumes", Boolean.toString(conditions.resumes()));
        properties.put("strict", Boolean.toString(conditions.strict()));
        if (overrides.runsDirectory().isPresent()) {
            properties.put("runs", overrides.runsDirectory().get().toString());
        }
        Signing signing = overrides.signing();
        properties.put("signing.replaces", Boolean.toString(signing.replaces()));
        if (signing.key().isPresent()) {
            properties.put("signing.key", signing.key().get().toString());
        }
        for (Map.Entry<String, ParameterValue> parameter :
                overrides.parameters().entrySet()) {
            ParameterValue value = parameter.getValue();
            properties.put("parameter." + parameter.getKey(), value.type() + ":" + value.text());
        }
        writeMap(properties, "input.", overrides.inputs());
        writeMap(properties, "numerics.", conditions.numerics());
        writeMap(properties, "label.", overrides.labels().texts());
        if (run.parent().isPresent()) {
            properties.put("parent", run.parent().get().toString());
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            lines.append(escaped(property.getKey()))
                    .append('=')
                    .append(escaped(property.getValue()))
                    .append('\n');
        }
        try {
            Files.writeString(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the launch plan cannot be written (" + e + ")", e);
        }
    }

    /**
     * As {@link Properties#load(java.io.Reader)} reads it; {@code Properties.store} begins with the time of day, which
     * is slow.
     */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case ' ', '\t', '\f', '=', ':', '#', '!', '\\' ->
                    escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * Reads a plan.
     *
     * @throws UnreadableException if {@code file} is not a plan
     */
    public static LaunchPlan read(Path file) {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableException(file.toString(), "the launch plan cannot be read (" + e + ")", e);
        }
        SortedMap<String, ParameterValue> parameters = new TreeMap<>();
        for (Map.Entry<String, String> parameter :
                readMap(properties, "parameter.").entrySet()) {
            parameters.put(parameter.getKey(), parameter(parameter.getKey(), parameter.getValue()));
        }
        SortedMap<String, Path> inputs = new TreeMap<>();
        for (Map.Entry<String, String> input : readMap(properties, "input.").entrySet()) {
            inputs.put(input.getKey(), Path.of(input.getValue()));
        }
        PinnedProfile profile = new PinnedProfile(
                required(file, properties, "profile.name"),
                Integer.parseInt(required(file, properties, "profile.threads")),
                readMap(properties, "profile.environment."),
                readList(properties, "profile.jvmOption."),
                readList(properties, "profile.classPath."),
                required(file, properties, "profile.workingDirectory"));
        String parent = properties.getProperty("parent");
        return new LaunchPlan(
                new RunIdentity(
                        required(file, properties, "run.name"),
                        required(file, properties, "run.id"),
                        parent == null ? Optional.empty() : Optional.of(Parent.parse(parent))),
                new SeedChoice(
                        Seed.parse(required(file, properties, "seed")),
                        Boolean.parseBoolean(required(file, properties, "seed.drawn"))),
                profile,
                new Conditions(
                        Boolean.parseBoolean(required(file, properties, "resumes")),
                        Boolean.parseBoolean(required(file, properties, "strict")),
                        readMap(properties, "numerics.")),
                new Overrides(
                        path(properties, "runs"),
                        new Signing(
                                Boolean.parseBoolean(required(file, properties, "signing.replaces")),
                                path(properties, "signing.key")),
                        parameters,
                        inputs,
                        new Labels(readMap(properties, "label."))));
    }

    private static Optional<Path> path(Properties properties, String key) {
        String path = properties.getProperty(key);
        return path == null ? Optional.empty() : Optional.of(Path.of(path));
    }

    private static ParameterValue parameter(String name, String typed) {
        int colon = typed.indexOf(':');
        return ParameterValue.parse("parameter " + name, typed.substring(0, colon), typed.substring(colon + 1));
    }

    private static void writeMap(SortedMap<String, String> properties, String prefix, Map<String, ?> values) {
        for (Map.Entry<String, ?> value : values.entrySet()) {
            properties.put(prefix + value.getKey(), value.getValue().toString());
        }
    }

    private static SortedMap<String, String> readMap(Properties properties, String prefix) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), properties.getProperty(key));
            }
        }
        return values;
    }

    private static String required(Path file, Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new UnreadableException(file.toString(), "is not a launch plan: it has no " + key);
        }
        return value;
    }

    private static void writeList(SortedMap<String, String> properties, String prefix, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            properties.put(prefix + i, values.get(i));
        }
    }

    private static List<String> readList(Properties properties, String prefix) {
        List<String> values = new ArrayList<>();
        for (String value = properties.getProperty(prefix + 0);
                value != null;
                value = properties.getProperty(prefix + values.size())) {
            values.add(value);
        }
        return values;
    }
}
