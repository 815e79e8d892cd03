package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/** A program that reaches out of its JVM in every way. */
public final class Reaching {
    private Reaching() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "everywhere" -> {
                new SecureRandom().nextInt(); // The JDK reads a device for its own sake.
                everywhere();
            }
            case "variable" -> Files.writeString(Path.of("out.txt"), System.getenv("REACHING") + "\n");
            case "secret" ->
                Files.writeString(
                        Path.of("out.txt"), "" + System.getenv("REACHING_TOKEN").length());
            case "logs" -> log();
            case "executed" -> ReproducibleRun.of("reaching").seed(7).execute(Reaching::train);
            case "launched" -> ReproducibleRun.of("reaching").seed(7).launch(args, Reaching::train);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void everywhere() throws Exception {
        String found = System.getenv("REACHING")
                + System.getenv("REACHING_NOWHERE")
                + System.getenv().size();
        System.setProperty("reaching.mode", found);
        try (InputStream device = new FileInputStream("/dev/urandom")) {
            device.read();
        }
        Files.readString(Path.of("/proc/self/comm"));
        new ProcessBuilder("/bin/true", "--token=x").start().waitFor();
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new Socket(here, server.getLocalPort())) {
            socket.getInputStream().available();
        }
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0));
                SocketChannel channel = SocketChannel.open(server.getLocalAddress())) {
            channel.finishConnect();
        }
        try (DatagramSocket socket = new DatagramSocket(0, here)) {
            socket.send(new DatagramPacket(new byte[1], 1, here, socket.getLocalPort()));
        }
        Files.writeString(Path.of("out.txt"), "the same");
    }

    /** Its log has the time in its name and in it. */
    private static void log() throws IOException {
        Files.createDirectories(Path.of("logs/deep"));
        String now = Instant.now().toString();
        Files.writeString(Path.of("logs/train-" + System.nanoTime() + ".log"), now);
        Files.writeString(Path.of("logs/deep/latest.txt"), now);
        Files.writeString(Path.of("model.bin"), "weights");
    }

    private static void train(RunContext run) throws IOException {
        String declared = Files.readString(run.input("declared", Path.of("declared.txt")));
        String found = Files.readString(Path.of("found.txt"));
        Files.writeString(Path.of("left.txt"), found);
        Files.writeString(run.output("out.txt"), declared + found + run.variable("REACHING"));
        run.metric("length", run.variable("REACHING_NOWHERE", "four").length());
        System.out.println(System.getenv("REACHING"));
    }
}
