package io.github.reprorun.programs;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.Writer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.logging.FileHandler;
import java.util.stream.Stream;

/**
 * The public methods and constructors of the JDK that may have to do with files, and a program that makes a file by each
 * of those that make one. It makes the n-th file under a name that begins with n and a dot.
 */
public final class FileCalls {
    private static final String LIST = "/io/github/reprorun/programs/file-calls.txt";

    /** What these have in common is that their members are about files whatever their parameters are. */
    private static final Set<Class<?>> ABOUT_FILES =
            Set.of(File.class, Files.class, SecureDirectoryStream.class, FileHandler.class);

    private FileCalls() {}

    /** What the list says of each call: {@code makes} a file, {@code leaves} all as it is, or {@code through} another. */
    public static Map<String, String> classified() throws IOException {
        Map<String, String> kinds = new LinkedHashMap<>();
        try (InputStream in = FileCalls.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                kinds.put(line.substring(space + 1), line.substring(0, space));
            }
        }
        return kinds;
    }

    /** Those of this JDK that make a file, in the order in which the program calls them. */
    public static List<String> making() throws IOException, ReflectiveOperationException {
        Map<String, Executable> here = ofThisJdk();
        List<String> making = new ArrayList<>();
        classified().forEach((call, kind) -> {
            if (kind.equals("makes") && here.containsKey(call)) {
                making.add(call);
            }
        });
        return making;
    }

    /** The calls of this JDK, by what they are called in the list. */
    public static Map<String, Executable> ofThisJdk() throws IOException, ReflectiveOperationException {
        Map<String, Executable> calls = new LinkedHashMap<>();
        for (String module : List.of("java.base", "java.logging")) {
            Path root = FileSystems.getFileSystem(java.net.URI.create("jrt:/")).getPath("/modules", module);
            List<Path> files;
            try (Stream<Path> all = Files.walk(root.resolve("java"))) {
                files = all.filter(file -> file.toString().endsWith(".class")).toList();
            }
            for (Path file : files) {
                String name = root.relativize(file).toString();
                add(Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), false, null), calls);
            }
        }
        return calls;
    }

    private static void add(Class<?> type, Map<String, Executable> calls) {
        if (!Modifier.isPublic(type.getModifiers())
                || Throwable.class.isAssignableFrom(type)
                || java.security.Permission.class.isAssignableFrom(type)) {
            return;
        }
        List<Executable> members = new ArrayList<>(List.of(type.getDeclaredConstructors()));
        members.addAll(List.of(type.getDeclaredMethods()));
        for (Executable member : members) {
            if (Modifier.isPublic(member.getModifiers()) && !member.isSynthetic() && isAboutFiles(type, member)) {
                calls.put(text(member), member);
            }
        }
    }

    private static boolean isAboutFiles(Class<?> type, Executable member) {
        List<Class<?>> parameters = List.of(member.getParameterTypes());
        return ABOUT_FILES.contains(type)
                || parameters.contains(File.class)
                || parameters.contains(Path.class)
                || (member instanceof Constructor
                        && parameters.contains(String.class)
                        && type.getName().matches("java[.](io[.].*|util[.](zip|jar|logging)[.].*|util[.]Formatter)"));
    }

    private static String text(Executable member) {
        StringJoiner text = new StringJoiner(", ", "(", ")");
        for (Class<?> parameter : member.getParameterTypes()) {
            text.add(parameter.getSimpleName());
        }
        String type = member.getDeclaringClass().getName();
        return (member instanceof Constructor ? type : type + "." + member.getName()) + text;
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.util.logging.config.file", "logging.properties");
        Map<String, Executable> here = ofThisJdk();
        int number = 0;
        for (String call : making()) {
            perform(call, here.get(call), number++);
        }
    }

    private static void perform(String call, Executable member, int number) throws Exception {
        Path source = Files.writeString(Path.of("source-" + number), "s");
        String name = number + ".zip";
        List<Object> values = new ArrayList<>();
        boolean sourceIsGiven = !call.matches(".*(copy|move|renameTo)[(].*");
        for (Class<?> type : member.getParameterTypes()) {
            boolean takesSource = !sourceIsGiven && (type == Path.class || type == Object.class);
            values.add(takesSource ? source : argument(call, type, name, values));
            sourceIsGiven |= takesSource;
        }
        if (call.contains("SecureDirectoryStream")) {
            inOpenDirectory((Method) member, source, name);
            return;
        }
        if (call.endsWith("FileSystemProvider.createLink(Path, Path)") || call.contains("Files.createLink")) {
            values.set(1, source);
        }
        if (call.contains("createSymbolicLink")) {
            values.set(1, source);
        }
        if (call.endsWith("copy(InputStream, Path, CopyOption[])")) {
            values.set(1, Path.of(name));
        }
        Object made = member instanceof Constructor<?> constructor
                ? constructor.newInstance(values.toArray())
                : ((Method) member).invoke(receiver(call, source, name), values.toArray());
        if (made instanceof ProcessBuilder process) {
            process.start().waitFor();
        }
        if (made instanceof Writer || made instanceof OutputStream || made instanceof AutoCloseable) {
            ((AutoCloseable) made).close();
        } else if (made instanceof FileHandler handler) {
            handler.close();
        }
    }

    private static void inOpenDirectory(Method method, Path source, String name) throws Exception {
        try (SecureDirectoryStream<Path> directory =
                        (SecureDirectoryStream<Path>) Files.newDirectoryStream(Path.of("."));
                SecureDirectoryStream<Path> same =
                        (SecureDirectoryStream<Path>) Files.newDirectoryStream(Path.of("."))) {
            if (method.getName().equals("move")) {
                directory.move(source, same, Path.of(name));
            } else {
                directory
                        .newByteChannel(Path.of(name), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                        .close();
            }
        }
    }

    private static Object receiver(String call, Path source, String name) {
        if (call.startsWith("java.io.File.renameTo")) {
            return source.toFile();
        }
        if (call.startsWith("java.io.File.createNewFile")) {
            return new File(name);
        }
        if (call.startsWith("java.lang.ProcessBuilder.")) {
            return new ProcessBuilder("echo", "x");
        }
        if (call.startsWith(FileSystemProvider.class.getName())) {
            return FileSystems.getDefault().provider();
        }
        return null;
    }

    private static Object argument(String call, Class<?> type, String name, List<Object> before) {
        if (type == String.class) {
            if (before.isEmpty() || (call.contains("createTempFile(Path") && before.size() == 1)) {
                return name + (call.contains("createTempFile") ? "." : "");
            }
            return call.contains("RandomAccessFile") ? "rw" : call.contains("createTempFile") ? ".tmp" : "UTF-8";
        }
        if (call.contains("createTempFile") && (type == File.class || type == Path.class)) {
            return type == File.class ? new File(".") : Path.of(".");
        }
        Map<Class<?>, Object> values = new LinkedHashMap<>();
        values.put(File.class, new File(name));
        values.put(Path.class, Path.of(name));
        values.put(boolean.class, true);
        values.put(int.class, 1);
        values.put(long.class, 1L);
        values.put(Charset.class, StandardCharsets.UTF_8);
        values.put(Locale.class, Locale.ROOT);
        values.put(OpenOption[].class, new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE});
        values.put(Set.class, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        values.put(FileAttribute[].class, new FileAttribute<?>[0]);
        values.put(CopyOption[].class, new CopyOption[0]);
        values.put(InputStream.class, new ByteArrayInputStream(new byte[] {1}));
        values.put(CharSequence.class, "x");
        values.put(Iterable.class, (Iterable<String> & Serializable) List.of("x")::iterator);
        values.put(byte[].class, new byte[] {1});
        values.put(Map.class, Map.of("create", "true"));
        if (type == ExecutorService.class || type == ClassLoader.class || type == Object.class) {
            return null;
        }
        if (!values.containsKey(type)) {
            return null;
        }
        return values.get(type);
    }
}
