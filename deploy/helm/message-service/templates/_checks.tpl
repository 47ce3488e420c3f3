{{/* What the schema cannot say. Ends the rendering with one sentence. */}}
{{- define "message-service.check" -}}
{{- $ways := 0 -}}
{{- range list .Values.auth.jwtSecret.secret .Values.auth.jwtPublicKey.secret .Values.auth.jwksUrl -}}
{{- if . -}}{{- $ways = add1 $ways -}}{{- end -}}
{{- end -}}
{{- if ne (int $ways) 1 -}}
{{- fail "Set exactly one of auth.jwtSecret.secret, auth.jwtPublicKey.secret and auth.jwksUrl." -}}
{{- end -}}
{{- if and .Values.serviceAuth.jwtSecret.secret .Values.serviceAuth.jwtPublicKey.secret -}}
{{- fail "Set at most one of serviceAuth.jwtSecret.secret and serviceAuth.jwtPublicKey.secret." -}}
{{- end -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas." -}}
{{- end -}}
{{- end -}}
