package io.github.reprorun.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A file system over another whose writing fails as on a full disk: files cannot be made, written, forced or renamed, but
 * can be read, cut and deleted. Its paths are proxies of the other's.
 */
public final class FaultyFiles extends FileSystem {
    private final FileSystem real;
    private final FaultyProvider provider;

    private FaultyFiles(FileSystem real, Fault fault) {
        this.real = real;
        this.provider = new FaultyProvider(this, real.provider(), fault);
    }

    /** {@code path}, on a file system that fails by {@code fault}. */
    public static Path over(Path path, Fault fault) {
        return new FaultyFiles(path.getFileSystem(), fault).faulty(path);
    }

    /** What a path of such a file system stands for, or the path itself if it is none. */
    public static Path real(Path path) {
        return Proxy.isProxyClass(path.getClass()) && Proxy.getInvocationHandler(path) instanceof FaultyPath faulty
                ? faulty.real
                : path;
    }

    Path faulty(Path path) {
        return (Path) Proxy.newProxyInstance(
                FaultyFiles.class.getClassLoader(), new Class<?>[] {Path.class}, new FaultyPath(this, path));
    }

    private record FaultyPath(FaultyFiles files, Path real) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("getFileSystem")) {
                return files;
            }
            if (method.getName().equals("iterator")) {
                return names();
            }
            Object[] plain = arguments == null
                    ? null
                    : Arrays.stream(arguments)
                            .map(argument -> argument instanceof Path path ? FaultyFiles.real(path) : argument)
                            .toArray();
            try {
                Object result = method.invoke(real, plain);
                return result instanceof Path path ? files.faulty(path) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Iterator<Path> names() {
            return StreamSupport.stream(real.spliterator(), false)
                    .map(files::faulty)
                    .iterator();
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return faulty(real.getPath(first, more));
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return () -> StreamSupport.stream(real.getRootDirectories().spliterator(), false)
                .map(this::faulty)
                .iterator();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
