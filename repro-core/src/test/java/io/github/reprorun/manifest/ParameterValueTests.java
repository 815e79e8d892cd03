package io.github.reprorun.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.failure.UsageException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParameterValueTests {
    @Property
    void readsBackWhatItsTypeAndTextSay(@ForAll("parameters") ParameterValue parameter) {
        ParameterValue read = ParameterValue.parse("p", parameter.type(), parameter.text());

        assertThat(read).isEqualTo(parameter);
        assertThat(ParameterValue.of(parameter.value())).isEqualTo(parameter);
    }

    @Example
    void isNotEqualToTheSameNumberOfAnotherType() {
        assertThat(ParameterValue.of(1)).isNotEqualTo(ParameterValue.of(1L));
        assertThat(ParameterValue.of(1.0)).isNotEqualTo(ParameterValue.of(1L));
        assertThat(ParameterValue.of("1")).isNotEqualTo(ParameterValue.of(1));
        assertThat(ParameterValue.of(0.0)).isNotEqualTo(ParameterValue.of(-0.0));
        assertThat(ParameterValue.of(Double.NaN)).isEqualTo(ParameterValue.of(Double.NaN));
    }

    @Example
    void refusesTextOfAnotherType() {
        assertRefused("int", "1.0", "p: \"1.0\" is not of type int");
        assertRefused("int", "2147483648", "p: \"2147483648\" is not of type int");
        assertRefused("int", " 1", "p: \" 1\" is not of type int");
        assertRefused("long", "9223372036854775808", "p: \"9223372036854775808\" is not of type long");
        assertRefused("double", "half", "p: \"half\" is not of type double");
        assertRefused("boolean", "True", "p: \"True\" is not of type boolean");
        assertRefused("boolean", "yes", "p: \"yes\" is not of type boolean");
        assertRefused("float", "1", "p: there is no parameter type \"float\"");
    }

    @Example
    void refusesOtherTypes() {
        assertThatThrownBy(() -> ParameterValue.of(1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a parameter is an int, long, double, boolean or String, not a java.lang.Float");
    }

    private static void assertRefused(String type, String text, String message) {
        assertThatThrownBy(() -> ParameterValue.parse("p", type, text))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Provide
    Arbitrary<ParameterValue> parameters() {
        return ManifestSupplier.parameter();
    }
}
