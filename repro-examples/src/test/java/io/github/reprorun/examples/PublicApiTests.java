package io.github.reprorun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The public types of the library, as a user's editor offers them, against the list in {@code docs/api.txt}. Everything
 * below {@code internal} or {@code base} may change at any time and is not listed, nor is what is for tests.
 */
class PublicApiTests {
    private static final Path LIST = Path.of("..", "docs", "api.txt");

    private static final Pattern NOT_API = Pattern.compile(".*[.](internal|base|shaded|examples|testing)([.].*)?");

    /** Reads the list; one binary name a line. */
    static List<String> listed() throws IOException {
        return Files.readAllLines(LIST);
    }

    @Test
    void thePublicTypesAreThoseThatAreListed() throws IOException {
        List<String> types = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.reprorun")
                        .stream()
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> !NOT_API.matcher(each.getPackageName()).matches())
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();

        assertThat(types).hasSizeGreaterThan(50);
        assertThat(types)
                .as("public types; write the list again if you mean the change: a type that leaves it breaks users")
                .containsExactlyElementsOf(listed());
    }
}
