package io.github.reprorun.environment;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment variables and system properties that numerics depend on, by a list of names; nothing is told of the
 * others, not even their names. Stateless, hence safe for use by several threads.
 */
final class SettingFacts {
    private static final Pattern VARIABLES = Pattern.compile(
            "(?:OMP|GOMP|KMP|OPENBLAS|GOTO|BLIS|MKL|SD|ND4J|DNNL|ONEDNN|CUDA|CUDNN|CUBLAS|LC)_[A-Z0-9_]+"
                    + "|NVIDIA_TF32_OVERRIDE|GLIBC_TUNABLES|LANG|LANGUAGE|TZ");

    private static final Pattern PROPERTIES =
            Pattern.compile("(?:java|org\\.nd4j|org\\.deeplearning4j|org\\.bytedeco)\\..+"
                    + "|user\\.(?:language|country|script|variant|timezone|region|extensions)(?:\\.(?:format|display))?"
                    + "|file\\.encoding|(?:native|stdout|stderr)\\.encoding|dtype");

    /** What facts of their own tell, what is the same for every JVM of a version, and what lies in a user's folders. */
    private static final Pattern NOT_PROPERTIES = Pattern.compile("java\\.(?:class\\.path|io\\.tmpdir|class\\.version"
            + "|(?:vm\\.)?specification\\..*|vendor(?:\\.url.*)?|version\\.date|vm\\.(?:name|version|vendor)"
            + "|runtime\\.(?:name|version))");

    private SettingFacts() {}

    static void observe(Host host, Facts facts) {
        for (Map.Entry<String, String> variable : host.variables().entrySet()) {
            if (VARIABLES.matcher(variable.getKey()).matches()) {
                facts.observe("variable." + variable.getKey(), variable::getValue);
            }
        }
        for (Map.Entry<String, String> property : host.properties().entrySet()) {
            String name = property.getKey();
            if (PROPERTIES.matcher(name).matches()
                    && !NOT_PROPERTIES.matcher(name).matches()) {
                facts.observe("property." + name, property::getValue);
            }
        }
    }
}
