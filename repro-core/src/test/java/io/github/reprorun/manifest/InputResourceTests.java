package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.base.file.FolderDigest;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnreadableException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class InputResourceTests {
    private static final Sha256 DIGEST = Sha256.ofUtf8("content");

    @Example
    void aDeclaredFileIsStatedAsItEverWas() {
        InputResource input = InputResource.file(
                "claims", "data/claims.csv", InputResource.Origin.DECLARED, new FileDigest(DIGEST, 7));

        assertThat(input.isFolder()).isFalse();
        assertThat(input.version()).isEmpty();
        assertThat(input.resource())
                .isEqualTo(Manifests.resource(
                        "claims",
                        "",
                        Map.of("sha256", DIGEST.hex()),
                        "kind",
                        "input",
                        "path",
                        "data/claims.csv",
                        "size",
                        "7"));
    }

    @Example
    void aFolderThatAProgramReadIsStatedAsItEverWas() {
        InputResource input =
                InputResource.folder("images", ".", InputResource.Origin.OPENED, new FolderDigest(DIGEST, 65, 9));

        assertThat(input.isFolder()).isTrue();
        assertThat(input.resource())
                .isEqualTo(Manifests.resource(
                        "images",
                        "",
                        Map.of("dirHash", DIGEST.hex()),
                        "files",
                        "65",
                        "kind",
                        "input",
                        "origin",
                        "opened by the program",
                        "path",
                        ".",
                        "size",
                        "9"));
    }

    @Property
    void whatIsStatedIsReadBack(
            @ForAll("names") String name,
            @ForAll String path,
            @ForAll InputResource.Origin origin,
            @ForAll @LongRange(min = 0) long size,
            @ForAll Optional<@LongRange(min = 0) Long> files,
            @ForAll("versions") Optional<String> version) {
        InputResource input = new InputResource(
                name, path, origin, DIGEST, size, files.map(OptionalLong::of).orElseGet(OptionalLong::empty), version);

        assertThat(InputResource.of(input.resource())).isEqualTo(input);
    }

    /** Not what jqwik takes for blank, which is not what {@link String#isBlank} does: U+2028 is blank to the latter alone. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().filter(name -> !name.isBlank());
    }

    @Provide
    Arbitrary<Optional<String>> versions() {
        return names().optional();
    }

    @Example
    void itsVersionIsCarried() {
        InputResource input = InputResource.file("a", "a", InputResource.Origin.DECLARED, new FileDigest(DIGEST, 0))
                .withVersion("git:4b825dc");

        assertThat(input.version()).contains("git:4b825dc");
        assertThat(input.resource().annotations()).containsEntry("version", "git:4b825dc");
    }

    @Example
    void aFileAndAFolderOfOneDigestDiffer() {
        InputResource file = InputResource.file("a", "a", InputResource.Origin.DECLARED, new FileDigest(DIGEST, 0));
        InputResource moved = InputResource.file("b", "b", InputResource.Origin.OPENED, new FileDigest(DIGEST, 0));
        InputResource folder =
                InputResource.folder("a", "a", InputResource.Origin.DECLARED, new FolderDigest(DIGEST, 1, 0));

        assertThat(file.hasContentOf(moved)).isTrue();
        assertThat(file.hasContentOf(folder)).isFalse();
    }

    @Example
    void whatStatesNoInputIsRefused() {
        assertRefused("is of the kind \"jar\", not an input", Map.of("sha256", DIGEST.hex()), "kind", "jar");
        assertRefused("is recorded without its path", Map.of("sha256", DIGEST.hex()), "kind", "input", "size", "1");
        assertRefused("has to have either a sha256 or a dirHash, and has []", Map.of(), "path", "a", "size", "1");
        assertRefused("64 lower-case hexadecimal digits", Map.of("sha256", "00"), "path", "a", "size", "1");
        assertRefused("its size is not a number: \"1k\"", Map.of("sha256", DIGEST.hex()), "path", "a", "size", "1k");
        assertRefused("has a negative size", Map.of("sha256", DIGEST.hex()), "path", "a", "size", "-1");
        assertRefused("is recorded without its files", Map.of("dirHash", DIGEST.hex()), "path", "a", "size", "1");
        assertRefused(
                "has an origin that is not known: a guess",
                Map.of("sha256", DIGEST.hex()),
                "origin",
                "a guess",
                "path",
                "a",
                "size",
                "1");
    }

    private static void assertRefused(String problem, Map<String, String> digest, String... annotations) {
        Resource resource = Manifests.resource("x", "", digest, annotations);
        TreeMap<String, String> all = new TreeMap<>(resource.annotations());
        all.putIfAbsent("kind", "input");

        assertThatThrownBy(() -> InputResource.of(new Resource("x", "", resource.digest(), all)))
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("input \"x\": ")
                .hasMessageContaining(problem);
    }
}
