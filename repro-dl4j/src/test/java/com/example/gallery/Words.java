package com.example.gallery;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.models.embeddings.loader.WordVectorSerializer;
import org.deeplearning4j.models.word2vec.Word2Vec;
import org.deeplearning4j.text.sentenceiterator.CollectionSentenceIterator;
import org.deeplearning4j.text.tokenization.tokenizer.preprocessor.CommonPreprocessor;
import org.deeplearning4j.text.tokenization.tokenizerfactory.DefaultTokenizerFactory;
import org.deeplearning4j.text.tokenization.tokenizerfactory.TokenizerFactory;

/** Word2Vec as its example has it: a seed, and as many workers as there are processors. */
public final class Words {
    private Words() {}

    public static void main(String[] args) {
        TokenizerFactory tokens = new DefaultTokenizerFactory();
        tokens.setTokenPreProcessor(new CommonPreprocessor());
        Word2Vec words = new Word2Vec.Builder()
                .minWordFrequency(2)
                .iterations(1)
                .layerSize(20)
                .seed(42)
                .windowSize(5)
                .iterate(new CollectionSentenceIterator(sentences()))
                .tokenizerFactory(tokens)
                .build();
        words.fit();
        WordVectorSerializer.writeWord2VecModel(words, new File("words.zip"));
        System.out.println(words.wordsNearest("day", 5));
        Points.print("day", words.getWordVectorMatrix("day"));
    }

    private static List<String> sentences() {
        String[] all = "day night morning evening sun moon star light dark cloud rain snow".split(" ");
        Random random = new Random(3);
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            StringBuilder sentence = new StringBuilder();
            for (int j = 0; j < 8; j++) {
                sentence.append(all[random.nextInt(all.length)]).append(' ');
            }
            sentences.add(sentence.toString());
        }
        return sentences;
    }
}
