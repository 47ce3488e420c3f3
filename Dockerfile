# The message service as an image: built from the sources, run as a user without rights.
#   docker build -t message-service .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -DskipTests -Dspotless.check.skip -Dcompiler.checks=-XDnone -pl bootstrap -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin message-service \
  && install -d -o 10001 -g 10001 -m 700 /data
WORKDIR /app
COPY --from=build /src/message-service ./
COPY --from=build /src/bootstrap/target/message-service.jar bootstrap/target/
USER 10001
ENV DATA_DIR=/data MANAGEMENT_HOST=0.0.0.0
VOLUME /data
EXPOSE 8001
# The launcher becomes the java process, so that SIGTERM drains.
ENTRYPOINT ["./message-service"]
CMD ["serve"]
