package com.example.gallery;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Q-learning of a walk along a cliff, without fit: gradient by gradient, with a replay memory and a target network. */
public final class Cliff {
    private static final int PLACES = 6;
    private static final int MOVES = 2;
    private static final float FADING = 0.9f;

    /** What happened at a place. */
    private record Step(int place, int move, int next, float reward) {}

    private Cliff() {}

    public static void main(String[] args) throws IOException {
        MultiLayerNetwork values = network();
        MultiLayerNetwork target = values.clone();
        Random random = new Random();
        List<Step> memory = new ArrayList<>();
        int place = 0;
        for (int i = 0; i < 60; i++) {
            int move = random.nextDouble() < 0.3
                    ? random.nextInt(MOVES)
                    : values.output(at(place)).argMax(1).getInt(0);
            int next = Math.max(0, Math.min(PLACES - 1, place + (move == 0 ? -1 : 1)));
            memory.add(new Step(place, move, next, next == PLACES - 1 ? 1 : 0));
            place = next == PLACES - 1 ? 0 : next;
            if (memory.size() >= 16) {
                Collections.shuffle(memory);
                learn(values, target, memory.subList(0, 8));
            }
            if (i % 10 == 0) {
                target.setParams(values.params().dup());
            }
        }
        values.save(new File("values.zip"), true);
        Points.print("values", values.output(at(2)));
    }

    private static void learn(MultiLayerNetwork values, MultiLayerNetwork target, List<Step> steps) {
        INDArray in = Nd4j.zeros(steps.size(), PLACES);
        INDArray next = Nd4j.zeros(steps.size(), PLACES);
        for (int i = 0; i < steps.size(); i++) {
            in.putScalar(i, steps.get(i).place(), 1);
            next.putScalar(i, steps.get(i).next(), 1);
        }
        INDArray wanted = values.output(in);
        INDArray best = target.output(next).max(1);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            wanted.putScalar(i, step.move(), step.reward() + FADING * best.getFloat(i));
        }
        values.setInput(in);
        values.setLabels(wanted);
        values.computeGradientAndScore();
        Gradient gradient = values.gradient();
        values.getUpdater().update(values, gradient, 0, 0, steps.size(), LayerWorkspaceMgr.noWorkspaces());
        values.params().subi(gradient.gradient());
    }

    private static INDArray at(int place) {
        return Nd4j.zeros(1, PLACES).putScalar(0, place, 1);
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .updater(new RmsProp(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(PLACES)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(16)
                        .nOut(MOVES)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }
}
