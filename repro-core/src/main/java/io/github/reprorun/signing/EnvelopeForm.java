package io.github.reprorun.signing;

import io.github.reprorun.failure.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The one form of an envelope's file, written and recognised from the same constants. Stateless. */
final class EnvelopeForm {
    private static final String HEAD = "{\n  \"payload\": \"";
    private static final String TYPE =
            "\",\n  \"payloadType\": \"" + PreAuthenticated.PAYLOAD_TYPE + "\",\n  \"signatures\": [\n";
    private static final String KEYID = "    {\n      \"keyid\": \"";
    private static final String SIGNATURE = "\",\n      \"sig\": \"";
    private static final String END = "\"\n    }";
    private static final String MORE = ",\n";
    private static final String TAIL = "\n  ]\n}\n";

    private static final Pattern KEYID_FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    private EnvelopeForm() {}

    static byte[] bytes(PreAuthenticated message, List<EnvelopeSignature> signatures) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(ascii(HEAD));
        parts.add(message.payload().base64());
        parts.add(ascii(TYPE));
        String separator = "";
        for (EnvelopeSignature signature : signatures) {
            parts.add(ascii(separator + KEYID + signature.keyid() + SIGNATURE));
            parts.add(signature.signature().base64());
            parts.add(ascii(END));
            separator = MORE;
        }
        parts.add(ascii(TAIL));
        ByteBuffer whole =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(whole::put);
        return whole.array();
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
                signatures.add(new EnvelopeSignature(keyid, base64("sig")));
                literal(END);
                before = keyid;
            } while (another());
            literal(TAIL);
            if (position < content.length) {
                throw refused("bytes after its end at byte " + position);
            }
            return new Envelope(subject, new PreAuthenticated(payload), signatures);
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
