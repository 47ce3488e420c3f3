package io.messageservice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static io.messageservice.architecture.Reach.anyOf;
import static io.messageservice.architecture.Reach.member;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import io.undertow.server.HttpServerExchange;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.xnio.IoFuture;
import org.xnio.channels.Channels;
import org.xnio.channels.SuspendableReadChannel;
import org.xnio.channels.SuspendableWriteChannel;

/** What makes a thread wait for another, for a disk or for a peer. */
final class WaitingRules {

  static final Predicate<AccessTarget> TARGETS =
      anyOf(
          member(Object.class, "wait"),
          member(Thread.class, "sleep", "join"),
          member(LockSupport.class, "park", "parkNanos", "parkUntil"),
          member(Lock.class, "lock", "lockInterruptibly", "tryLock"),
          member(Condition.class, "await", "awaitNanos", "awaitUntil", "awaitUninterruptibly"),
          member(Future.class, "get"),
          member(CompletableFuture.class, "join"),
          member(CountDownLatch.class, "await"),
          member(CyclicBarrier.class, "await"),
          member(Phaser.class, "awaitAdvance", "arriveAndAwaitAdvance"),
          member(Exchanger.class, "exchange"),
          member(Semaphore.class, "acquire", "acquireUninterruptibly"),
          member(BlockingQueue.class, "put", "take"),
          member(ExecutorService.class, "invokeAll", "invokeAny", "awaitTermination"),
          member(IoFuture.class, "await", "awaitInterruptibly", "get", "getInterruptibly"),
          member(SuspendableReadChannel.class, "awaitReadable"),
          member(SuspendableWriteChannel.class, "awaitWritable"),
          member(Channels.class, "writeBlocking", "readBlocking", "flushBlocking"),
          member(HttpServerExchange.class, "startBlocking", "getInputStream", "getOutputStream"),
          member(InetAddress.class, "getByName", "getAllByName", "getCanonicalHostName"));

  static final DescribedPredicate<JavaClass> FILE_OR_SOCKET =
      belongToAnyOf(
              File.class,
              FileInputStream.class,
              FileOutputStream.class,
              FileReader.class,
              FileWriter.class,
              RandomAccessFile.class,
              Socket.class,
              ServerSocket.class,
              URL.class)
          .as("are files or blocking sockets");

  private WaitingRules() {}
}
