package io.messageservice.blackbox.resume;

import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.contract.SocketContract;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import io.messageservice.client.socket.SocketOpener;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens connections and keeps what goes over them and is not in {@code docs/asyncapi.yaml}. */
final class CheckedSockets implements SocketOpener {

  private final SocketOpener opener;
  private final Collection<String> problems = new ConcurrentLinkedQueue<>();

  CheckedSockets(SocketOpener opener) {
    this.opener = opener;
  }

  /** What was wrong with frames, either way. */
  Collection<String> problems() {
    return problems;
  }

  @Override
  public CompletableFuture<ClientSocket> open(OpeningRequest request, SocketListener listener) {
    SocketContract contract = SocketContract.offering(request.subprotocols());
    return opener
        .open(request, new CheckedListener(listener, contract))
        .thenApply(socket -> new CheckedSocket(socket, contract));
  }

  private final class CheckedListener implements SocketListener {
    private final SocketListener listener;
    private final SocketContract contract;

    CheckedListener(SocketListener listener, SocketContract contract) {
      this.listener = listener;
      this.contract = contract;
    }

    @Override
    public void text(String message) {
      problems.addAll(contract.receivedProblems(Json.parse(message)));
      listener.text(message);
    }

    @Override
    public void ping() {
      listener.ping();
    }

    @Override
    public void ended(SocketEnd end) {
      listener.ended(end);
    }
  }

  private final class CheckedSocket implements ClientSocket {
    private final ClientSocket socket;
    private final SocketContract contract;

    CheckedSocket(ClientSocket socket, SocketContract contract) {
      this.socket = socket;
      this.contract = contract;
    }

    @Override
    public CompletableFuture<Void> send(String text) {
      problems.addAll(contract.sentProblems(Json.parse(text)));
      return socket.send(text);
    }

    @Override
    public void probe() {
      socket.probe();
    }

    @Override
    public CompletableFuture<Void> close(int code, String reason) {
      return socket.close(code, reason);
    }

    @Override
    public void abort() {
      socket.abort();
    }

    @Override
    public String subprotocol() {
      return socket.subprotocol();
    }
  }
}
