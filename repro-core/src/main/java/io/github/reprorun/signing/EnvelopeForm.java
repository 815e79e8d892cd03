package io.github.reprorun.signing;

import io.github.reprorun.failure.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one form of an envelope's file, written and recognised from the same constants. Stateless. */
final class EnvelopeForm {
    private static final String HEAD = "{\n  \"payload\": \"";
    private static final String TYPE =
            "\",\n  \"payloadType\": \"" + PreAuthenticated.PAYLOAD_TYPE + "\",\n  \"signatures\": [\n";
    private static final String KEYID = "    {\n      \"keyid\": \"";
    private static final String SIGNATURE = "\",\n      \"sig\": \"";
    private static final String SIGNATURE_INDENT = "      ";
    private static final String END = "\n    }";
    private static final String MORE = ",\n";
    private static final String LIST_END = "\n  ]";
    private static final String INDENT = "  ";
    private static final String TAIL = "\n}\n";
    private static final Set<String> MEMBERS = Set.of("payload", "payloadType", "signatures");
    private static final Set<String> SIGNATURE_MEMBERS = Set.of("keyid", "sig");

    private static final Pattern KEYID_FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    private EnvelopeForm() {}

    static byte[] bytes(PreAuthenticated message, List<EnvelopeSignature> signatures, List<UnknownMember> unknown) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(ascii(HEAD));
        parts.add(message.payload().base64());
        parts.add(ascii(TYPE));
        String separator = "";
        for (EnvelopeSignature signature : signatures) {
            parts.add(ascii(separator + KEYID + signature.keyid() + SIGNATURE));
            parts.add(signature.signature().base64());
            parts.add(ascii('"' + text(signature.unknown(), SIGNATURE_INDENT) + END));
            separator = MORE;
        }
        parts.add(ascii(LIST_END + text(unknown, INDENT) + TAIL));
        ByteBuffer whole =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(whole::put);
        return whole.array();
    }

    private static String text(List<UnknownMember> unknown, String indent) {
        return unknown.stream().map(member -> MORE + member.text(indent)).collect(Collectors.joining());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Goes through the bytes once, from front to back. Confined to one thread. */
    static final class Reader {
        private static final String EXPECTED = "a DSSE envelope in canonical form";

        private final String subject;
        private final byte[] content;
        private int position;

        Reader(String subject, byte[] content) {
            this.subject = subject;
            this.content = content;
        }

        Envelope envelope() {
            literal(HEAD);
            Octets payload = base64("payload");
            literal(TYPE);
            List<EnvelopeSignature> signatures = new ArrayList<>();
            String before = "";
            do {
                literal(KEYID);
                String keyid = keyid(before);
                literal(SIGNATURE);
                Octets signature = base64("sig");
                literal("\"");
                signatures.add(new EnvelopeSignature(keyid, signature, unknown(SIGNATURE_INDENT, SIGNATURE_MEMBERS)));
                literal(END);
                before = keyid;
            } while (another());
            literal(LIST_END);
            List<UnknownMember> unknown = unknown(INDENT, MEMBERS);
            literal(TAIL);
            if (position < content.length) {
                throw refused("bytes after its end at byte " + position);
            }
            return new Envelope(subject, new PreAuthenticated(payload), signatures, unknown);
        }

        /** The members after those that this version knows. */
        private List<UnknownMember> unknown(String indent, Set<String> known) {
            List<UnknownMember> members = new ArrayList<>();
            Set<String> names = new HashSet<>(known);
            while (another()) {
                literal(indent);
                UnknownValue value = new UnknownValue(content, position);
                try {
                    String name = value.string();
                    if (!names.add(name)) {
                        throw refused("\"" + name + "\" twice");
                    }
                    position = value.position();
                    literal(": ");
                    value = new UnknownValue(content, position);
                    members.add(new UnknownMember(name, value.value(indent)));
                    position = value.position();
                } catch (MalformedException e) {
                    throw refused("a member that " + e.problem());
                }
            }
            return members;
        }

        private boolean another() {
            boolean another = position < content.length && content[position] == MORE.charAt(0);
            if (another) {
                literal(MORE);
            }
            return another;
        }

        private void literal(String text) {
            for (int i = 0; i < text.length(); i++, position++) {
                if (position == content.length) {
                    throw refused("its end at byte " + position);
                }
                if (content[position] != text.charAt(i)) {
                    throw refused(String.format(
                            Locale.ROOT,
                            "byte 0x%02x instead of 0x%02x at byte %d",
                            content[position],
                            (int) text.charAt(i),
                            position));
                }
            }
        }

        private Octets base64(String member) {
            int start = position;
            int length = untilQuote();
            try {
                return Octets.ofBase64(content, start, length);
            } catch (MalformedException e) {
                throw refused("a " + member + " that " + e.problem());
            }
        }

        private String keyid(String before) {
            int start = position;
            int length = Math.min(untilQuote(), 80);
            String keyid = new String(content, start, length, StandardCharsets.ISO_8859_1);
            if (!KEYID_FORM.matcher(keyid).matches()) {
                throw refused("\"" + keyid + "\" for a keyid");
            }
            if (keyid.compareTo(before) <= 0) {
                throw refused("keyid " + keyid + " after " + before);
            }
            return keyid;
        }

        private int untilQuote() {
            int start = position;
            while (position < content.length && content[position] != '"') {
                position++;
            }
            return position - start;
        }

        private RefusedException refused(String actual) {
            return new RefusedException(subject, EXPECTED, actual);
        }
    }
}
