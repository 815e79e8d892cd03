package io.github.reprorun.internal.environment;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The environment variables and system properties that affect numerics, from a list of names that libraries extend; no
 * others are recorded, not even their names.
 */
final class SettingFacts implements Facts {
    private static final Pattern VARIABLES =
            Pattern.compile("(?:OMP|GOMP|KMP|OPENBLAS|GOTO|BLIS|MKL|DNNL|ONEDNN|CUDA|CUDNN|CUBLAS|LC)_[A-Z0-9_]+"
                    + "|LD_[A-Z_]+|DYLD_[A-Z_]+|NVIDIA_TF32_OVERRIDE|GLIBC_TUNABLES|LANG|LANGUAGE|TZ");

    private static final Pattern PROPERTIES = Pattern.compile("(?:java|org\\.bytedeco)\\..+"
            + "|user\\.(?:language|country|script|variant|timezone|region|extensions)(?:\\.(?:format|display))?"
            + "|file\\.encoding|(?:native|stdout|stderr)\\.encoding|dtype");

    /**
     * Properties that have their own facts, that are the same for every JVM of a version, or that name a user's
     * folders.
     */
    private static final Pattern NOT_PROPERTIES = Pattern.compile("java\\.(?:class\\.path|io\\.tmpdir|class\\.version"
            + "|(?:vm\\.)?specification\\..*|vendor(?:\\.url.*)?|version\\.date|vm\\.(?:name|version|vendor)"
            + "|runtime\\.(?:name|version))");

    private static final String VARIABLE = "variable.";
    private static final String PROPERTY = "property.";

    private final Host host;
    private final Libraries libraries;

    SettingFacts(Host host, Libraries libraries) {
        this.host = host;
        this.libraries = libraries;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String variable : host.variables().keySet()) {
            if (VARIABLES.matcher(variable).matches() || isVariableOfLibrary(variable)) {
                names.add(VARIABLE + variable);
            }
        }
        for (String property : host.properties().keySet()) {
            if ((PROPERTIES.matcher(property).matches() || isPropertyOfLibrary(property))
                    && !NOT_PROPERTIES.matcher(property).matches()) {
                names.add(PROPERTY + property);
            }
        }
        return names;
    }

    private boolean isVariableOfLibrary(String name) {
        for (LibraryDescriptor library : libraries.descriptors()) {
            if (startsWithAny(name, library.settings().variables())) {
                return true;
            }
        }
        return false;
    }

    private boolean isPropertyOfLibrary(String name) {
        for (LibraryDescriptor library : libraries.descriptors()) {
            if (startsWithAny(name, library.settings().properties())) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithAny(String name, Iterable<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String observe(String name) {
        return name.startsWith(VARIABLE)
                ? host.variables().getOrDefault(name.substring(VARIABLE.length()), "")
                : host.properties().getOrDefault(name.substring(PROPERTY.length()), "");
    }
}
