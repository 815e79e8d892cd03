package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.Sites;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists a folder in every way the JDK has. */
public final class Listings {
    private Listings() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        File file = folder.toFile();
        print("list", Arrays.stream(file.list()));
        print("filtered list", Arrays.stream(file.list((parent, name) -> true)));
        print("listFiles", Arrays.stream(file.listFiles()).map(File::getName));
        print("filtered listFiles", Arrays.stream(file.listFiles(File::isFile)).map(File::getName));
        print("list alone", Arrays.stream(Names.of(file)));
        print("File::list", Stream.of(file).map(File::list).flatMap(Arrays::stream));
        Supplier<File[]> listing = file::listFiles;
        print("folder::listFiles", Arrays.stream(listing.get()).map(File::getName));
        try (Stream<Path> files = Files.list(folder)) {
            print("Files.list", files.map(Listings::name));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            print("Files.walk", files.skip(1).map(Listings::name));
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*")) {
            List<String> names = new ArrayList<>();
            files.forEach(path -> names.add(name(path)));
            print("newDirectoryStream", names.stream());
        }
        List<String> visited = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                visited.add(name(path));
                return FileVisitResult.CONTINUE;
            }
        });
        print("walkFileTree", visited.stream());
        System.out.println("absent\t" + Arrays.toString(new File(folder.toFile(), "absent").list()));
        Sites.all().forEach(site -> System.out.println("site\t" + site.kind() + '\t' + site.treatment()));
    }

    /** Names no other source. */
    private static final class Names {
        static String[] of(File folder) {
            return folder.list();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static void print(String name, Stream<String> names) {
        System.out.println(name + '\t' + names.collect(Collectors.joining(" ")));
    }
}
