package io.github.reprorun.internal.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {
    private static final String WEB_TOKEN = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
            + base64("{\"sub\":\"me\"}") + ".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Nested
    class InRunningText {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                password=hunter2                                   | password=<redacted>
                db.password = hunter2 next                         | db.password = <redacted> next
                {"apiKey": "hunter2", "epochs": 3}                 | {"apiKey": "<redacted>", "epochs": 3}
                {\\"api_key\\":\\"hunter2\\",\\"n\\":3}            | {\\"api_key\\":\\"<redacted>\\",\\"n\\":3}
                secret: 'it is \\' long' next                      | secret: '<redacted>' next
                --token hunter2 --epochs 3                         | --token <redacted> --epochs 3
                run [--token, hunter2] now                         | run [--token, <redacted> now
                ["--client-secret", "hunter2"]                     | ["--client-secret", "<redacted>"]
                AWS_SECRET_ACCESS_KEY=hunter2                      | AWS_SECRET_ACCESS_KEY=<redacted>
                DB_PASS=hunter2                                    | DB_PASS=<redacted>
                Authorization: Basic aHVudGVyMg==                  | Authorization: <redacted>
                curl -H "authorization: token hunter2" now         | curl -H "authorization: <redacted> now
                Bearer hunter2 was refused                         | Bearer <redacted> was refused
                password=hunter2 was sent as Bearer hunter2        | password=<redacted> was sent as Bearer <redacted>
                https://me:hunter2@example.com/x                   | https://<redacted>@example.com/x
                https://hunter2@example.com/x                      | https://<redacted>@example.com/x
                jdbc:postgresql://me:hunt/er2@db:5432/x            | jdbc:postgresql://<redacted>@db:5432/x
                key AKIAIOSFODNN7EXAMPLE is old                    | key <redacted> is old
                ghp_0123456789abcdefABCDEF0123456789abcd           | <redacted>
                xoxb-1234567890-abcdefghij                         | <redacted>
                github_pat_0123456789abcdefABCDEF                  | <redacted>
                glpat-0123456789abcdefABCD                         | <redacted>
                AIza0123456789abcdefABCDEF0123456789ab             | <redacted>
                with hf_0123456789abcdefABCDEF                     | with <redacted>
                with sk-0123456789abcdefABCDEF                     | with <redacted>
                with npm_0123456789abcdefABCDEF0123456789          | with <redacted>
                token = -----BEGIN                                 | token = <redacted>
                """)
        void aSecretIsReplacedAndTheRestStays(String text, String expected) {
            assertThat(Redaction.of(text)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "tokens=512 tokenizer=bert bypass=true",
                    "--epochs 20 --learning-rate 0.01",
                    "ssh://git@github.com/owner/project.git",
                    "git@github.com:owner/project.git",
                    "https://example.com/@scope/package",
                    "io.github.KeyJournalSerializer.read.again(KeyJournalSerializer.java:12)",
                    "task-0123456789-0123456789-0123456789",
                    "3a5f9c1d3a5f9c1d3a5f9c1d3a5f9c1d3a5f9c1d3a5f9c1d3a5f9c1d3a5f9c1d",
                    "C:\\data\\claims.csv: 20000 rows",
                    ""
                })
        void whatIsNoSecretStays(String text) {
            assertThat(Redaction.of(text)).isEqualTo(text);
        }

        @Test
        void aWebTokenIsReplaced() {
            assertThat(Redaction.of("sent " + WEB_TOKEN + ", refused")).isEqualTo("sent <redacted>, refused");
        }

        @Test
        void aPemBlockIsReplacedWholeEvenWithoutItsEnd() {
            String block = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----";

            assertThat(Redaction.of("key:\n" + block + "\nnext")).isEqualTo("key:\n<redacted>\nnext");
            assertThat(Redaction.of(block.substring(0, 40))).isEqualTo("<redacted>");
        }

        @Test
        void namesAreKnownInAnyLocale() {
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.forLanguageTag("tr"));
            try {
                assertThat(Redaction.of("API_KEY=hunter2 APIKEY=hunter2 HTTPS://hunter2@host AUTHORIZATION: hunter2"))
                        .doesNotContain("hunter2");
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class InArguments {
        @Test
        void theValueOfANameGoesOnToTheEndOfTheArgument() {
            assertThat(Redaction.ofArguments(List.of("--password=two words", "-Dapp.token=a b", "secret=x,y", "n=3")))
                    .containsExactly("--password=<redacted>", "-Dapp.token=<redacted>", "secret=<redacted>", "n=3");
        }

        @Test
        void theArgumentAfterASecretOptionIsReplacedWhole() {
            assertThat(Redaction.ofArguments(
                            List.of("--token", "two words", "--password", "--epochs", "3", "-api-key", "-x")))
                    .containsExactly("--token", "<redacted>", "--password", "--epochs", "3", "-api-key", "<redacted>");
        }

        @Test
        void aValueThatLooksLikeANameAnnouncesNoSecret() {
            assertThat(Redaction.ofArguments(List.of("--env=API_TOKEN", "--output=my.token", "com.acme.Main")))
                    .containsExactly("--env=API_TOKEN", "--output=my.token", "com.acme.Main");
        }

        @Test
        void shapesAreKnownWithoutAName() {
            assertThat(Redaction.ofArguments(List.of(WEB_TOKEN, "x=https://u:p@host", "Bearer", "hunter2")))
                    .containsExactly("<redacted>", "x=https://<redacted>@host", "Bearer", "<redacted>");
        }
    }

    @Test
    void valuesAreReplacedEachByItsNameAndShape() {
        assertThat(Redaction.ofValues(Map.of("password", "hunter2", "db", "jdbc:x://u:hunter2@h/d", "team", "fraud")))
                .containsExactly(
                        Map.entry("db", "jdbc:x://<redacted>@h/d"),
                        Map.entry("password", "<redacted>"),
                        Map.entry("team", "fraud"));
    }

    @Test
    void aValueIsReplacedBecauseOfItsName() {
        assertThat(Redaction.ofValue("CUDA_API_TOKEN", "hunter2")).isEqualTo("<redacted>");
        assertThat(Redaction.ofValue("OMP_NUM_THREADS", "4")).isEqualTo("4");
        assertThat(Redaction.ofValue("OMP_X", "https://a:b@c")).isEqualTo("https://<redacted>@c");
    }

    @Group
    class Always {
        @Property(tries = 500)
        void redactingTwiceChangesNothingFurther(@ForAll("fragments") List<String> fragments) {
            String once = Redaction.of(String.join("", fragments));

            assertThat(Redaction.of(once)).isEqualTo(once);
        }

        @Property(tries = 500)
        void redactingArgumentsTwiceChangesNothingFurther(@ForAll("fragments") List<String> arguments) {
            List<String> once = Redaction.ofArguments(arguments);

            assertThat(once).hasSameSizeAs(arguments);
            assertThat(Redaction.ofArguments(once)).isEqualTo(once);
        }

        @Property(tries = 500)
        void aPlantedSecretNeverSurvives(
                @ForAll("fragments") List<String> before,
                @ForAll("places") String place,
                @ForAll("secrets") String secret,
                @ForAll("fragments") List<String> after) {
            String text =
                    String.join("", before) + " " + place.replace("SECRET", secret) + " " + String.join("", after);

            assertThat(Redaction.of(text)).doesNotContain(secret);
        }

        @Property(tries = 500)
        void aSecretPlantedInArgumentsNeverSurvives(
                @ForAll("fragments") List<String> before,
                @ForAll("secrets") String secret,
                @ForAll("fragments") List<String> after) {
            for (List<String> planted : List.of(
                    List.of("--password", secret),
                    List.of("--password=" + secret),
                    List.of("x=https://me:" + secret + "@host"))) {
                List<String> arguments = new ArrayList<>(before);
                // A secret option just before would take the planted option for its value.
                arguments.add("--");
                arguments.addAll(planted);
                arguments.addAll(after);

                assertThat(String.join("\n", Redaction.ofArguments(arguments))).doesNotContain(secret);
            }
        }

        @Property(tries = 10)
        void aMegabyteOfHostileTextTakesLittleTime(@ForAll("fragments") List<String> fragments) {
            String unit = fragments.isEmpty() ? "\"" : String.join("", fragments);
            String hostile = unit.repeat(1_000_000 / Math.max(1, unit.length()));
            long start = System.nanoTime();

            Redaction.of(hostile);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }

        @Example
        void aMegabyteOfOneThingTakesLittleTime() {
            for (String unit : List.of(
                    "://a@ ",
                    "://a/",
                    "://",
                    "a://b:c/",
                    "eyJa.",
                    "eyJ",
                    "token=",
                    "--token ",
                    "\"=",
                    " =",
                    ",-token",
                    "-----BEGIN ",
                    "-----END ",
                    "Bearer ",
                    "ghp_",
                    "password=\"",
                    "'",
                    "\\\"token\\\":\\\"",
                    "AKIA")) {
                for (String tail : List.of("", "@\" x")) {
                    aMegabyteOfHostileTextTakesLittleTime(List.of(unit.repeat(1_000_000 / unit.length()) + tail));
                }
            }
        }

        @Provide
        Arbitrary<List<String>> fragments() {
            return Arbitraries.frequencyOf(
                            net.jqwik.api.Tuple.of(
                                    3,
                                    Arbitraries.of(
                                            "password",
                                            "token",
                                            "--token",
                                            "-secret",
                                            "api_key",
                                            "=",
                                            ":",
                                            "://",
                                            "https://",
                                            "@",
                                            "/",
                                            " ",
                                            "\t",
                                            "\n",
                                            ",",
                                            "\"",
                                            "'",
                                            "\\",
                                            "\\\"",
                                            "eyJ",
                                            ".",
                                            "Bearer ",
                                            "-----BEGIN ",
                                            "-----END X-----",
                                            "<redacted>",
                                            "ghp_0123456789abcdefghij",
                                            "AKIAIOSFODNN7EXAMPLE",
                                            WEB_TOKEN,
                                            "authorization",
                                            "basic ",
                                            "--",
                                            "8443")),
                            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(6)))
                    .list()
                    .ofMaxSize(12);
        }

        @Provide
        Arbitrary<String> secrets() {
            return Arbitraries.strings()
                    .withChars("abcxyz019!$%&()*+,-./;<=>?^_{|}~#:")
                    .ofMinLength(8)
                    .ofMaxLength(40)
                    .map(text -> "s" + text + "Z9");
        }

        @Provide
        Arbitrary<String> places() {
            return Arbitraries.of(
                    "password=SECRET",
                    "token: SECRET",
                    "\"api-key\": \"SECRET\"",
                    "--token SECRET",
                    "--password=SECRET",
                    "https://me:SECRET@host/x",
                    "https://me:SECRET@host",
                    "Bearer SECRET",
                    "Authorization: Basic SECRET",
                    "Authorization: Bearer SECRET",
                    "clientSecret='SECRET'",
                    "MY_TOKEN1=SECRET",
                    "-DapiKey=SECRET");
        }
    }
}
