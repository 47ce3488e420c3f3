{{/* Files of secrets: a line "name of the setting, name of the file, secret, key" each. */}}
{{- define "message-service.secrets" -}}
{{- $found := list -}}
{{- with .Values.auth.jwtSecret }}{{ if .secret }}{{ $found = append $found (list "JWT_SECRET_FILE" "jwt-secret" .secret .key) }}{{ end }}{{ end -}}
{{- with .Values.auth.jwtPublicKey }}{{ if .secret }}{{ $found = append $found (list "JWT_PUBLIC_KEY_FILE" "jwt-public-key" .secret .key) }}{{ end }}{{ end -}}
{{- with .Values.serviceAuth.jwtSecret }}{{ if .secret }}{{ $found = append $found (list "SERVICE_JWT_SECRET_FILE" "service-jwt-secret" .secret .key) }}{{ end }}{{ end -}}
{{- with .Values.serviceAuth.jwtPublicKey }}{{ if .secret }}{{ $found = append $found (list "SERVICE_JWT_PUBLIC_KEY_FILE" "service-jwt-public-key" .secret .key) }}{{ end }}{{ end -}}
{{- with .Values.beforeSend }}{{ if .url }}{{ $found = append $found (list "BEFORE_SEND_SECRET_FILE" "before-send-secret" .secret .key) }}{{ end }}{{ end -}}
{{- with .Values.webhook }}{{ if .url }}{{ $found = append $found (list "WEBHOOK_SECRET_FILE" "webhook-secret" .secret .key) }}{{ end }}{{ end -}}
{{- if eq .Values.store "redis" -}}
{{- with .Values.redis.url }}{{ $found = append $found (list "REDIS_URL_FILE" "redis-url" .secret .key) }}{{ end -}}
{{- with .Values.redis.ca }}{{ if .secret }}{{ $found = append $found (list "REDIS_CA" "redis-ca.crt" .secret .key) }}{{ end }}{{ end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{/* What StatefulSet and Deployment have in common. */}}
{{- define "message-service.pod" -}}
{{- $secrets := include "message-service.secrets" . | fromJsonArray -}}
metadata:
  labels:
    {{- include "message-service.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "message-service.name" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add .Values.termination.preStop .Values.termination.drain .Values.termination.margin }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: message-service
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [serve]
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      ports:
        - name: public
          containerPort: 8001
        - name: management
          containerPort: 8002
      env:
        - name: PORT
          value: "8001"
        - name: MANAGEMENT_PORT
          value: "8002"
        - name: MANAGEMENT_HOST
          value: 0.0.0.0
        - name: STORE
          value: {{ .Values.store }}
        {{- if eq .Values.store "sqlite" }}
        # A folder in the volume: the service makes it, readable for its owner only.
        - name: DATA_DIR
          value: /data/store
        {{- end }}
        - name: DRAIN_TIME
          value: "{{ .Values.termination.drain }}s"
        {{- with .Values.javaOptions }}
        - name: JAVA_OPTS
          value: {{ . | quote }}
        {{- end }}
        {{- with .Values.auth.jwksUrl }}
        - name: JWT_JWKS_URL
          value: {{ . | quote }}
        {{- end }}
        {{- with .Values.beforeSend.url }}
        - name: BEFORE_SEND_URL
          value: {{ . | quote }}
        {{- end }}
        {{- with .Values.webhook.url }}
        - name: WEBHOOK_URL
          value: {{ . | quote }}
        {{- end }}
        {{- range $secrets }}
        - name: {{ index . 0 }}
          value: /secrets/{{ index . 1 }}
        {{- end }}
        {{- if .Values.tls.secret }}
        - name: TLS_CERT
          value: /tls/tls.crt
        - name: TLS_KEY
          value: /tls/tls.key
        {{- end }}
        {{- range $name, $value := .Values.settings }}
        - name: {{ $name }}
          value: {{ if kindIs "string" $value }}{{ $value | quote }}{{ else }}{{ toJson $value | quote }}{{ end }}
        {{- end }}
      # The management port opens once the store is open. A migration of the store may take longer than
      # anything else, and must not be ended.
      startupProbe:
        httpGet:
          path: /health/ready
          port: management
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: {{ mul .Values.startupMinutes 30 }}
      livenessProbe:
        httpGet:
          path: /health/live
          port: management
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet:
          path: /health/ready
          port: management
        periodSeconds: 5
        timeoutSeconds: 2
        failureThreshold: 2
      {{- if .Values.termination.preStop }}
      lifecycle:
        preStop:
          exec:
            command: [sleep, {{ .Values.termination.preStop | toString | quote }}]
      {{- end }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if eq .Values.store "sqlite" }}
        - name: data
          mountPath: /data
        {{- end }}
        {{- if $secrets }}
        - name: secrets
          mountPath: /secrets
          readOnly: true
        {{- end }}
        {{- if .Values.tls.secret }}
        - name: tls
          mountPath: /tls
          readOnly: true
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 256Mi
    {{- if and (eq .Values.store "sqlite") .Values.sqlite.volume.existingClaim }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ .Values.sqlite.volume.existingClaim }}
    {{- end }}
    {{- if $secrets }}
    - name: secrets
      projected:
        defaultMode: 0440
        sources:
          {{- range $secrets }}
          - secret:
              name: {{ index . 2 }}
              items:
                - key: {{ index . 3 | quote }}
                  path: {{ index . 1 }}
          {{- end }}
    {{- end }}
    {{- with .Values.tls.secret }}
    - name: tls
      secret:
        secretName: {{ . }}
        defaultMode: 0440
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if eq .Values.store "redis" }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "message-service.selector" . | nindent 10 }}
  {{- end }}
{{- end -}}
