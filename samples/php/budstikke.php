<?php
// A client of Budstikke in one file:  php budstikke.php send ORDER.json | verify URL
// As a receiver of callbacks:         php -S 127.0.0.1:8090 budstikke.php

if (PHP_SAPI === 'cli-server') {
    receive();
    return;
}
[, $command, $argument] = $argv + [null, null, null];
if ($argument === null || !in_array($command, ['send', 'verify'], true)) {
    fwrite(STDERR, "send ORDER.json | verify URL\n");
    exit(2);
}
exit($command === 'send' ? send($argument) : verify($argument));

// Sends an order. The key makes a repeat harmless: after a timeout, send the same body under the same key.
function send(string $file): int
{
    $url = getenv('BUDSTIKKE_URL') ?: 'http://127.0.0.1:5080';
    $answer = file_get_contents("$url/api/v1/connect/orders/invoice/create", false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'Authorization: Bearer ' . setting('BUDSTIKKE_TOKEN'),
            'Content-Type: application/json',
            'Idempotency-Key: ' . bin2hex(random_bytes(16)),
        ],
        'content' => file_get_contents($file),
        'ignore_errors' => true,
    ]]));
    $body = json_decode((string) $answer, true);
    if (($body['status_code'] ?? null) !== 201) {
        fwrite(STDERR, "$answer\n"); // A 417 lists every error of the order in "errors".
        return 1;
    }
    echo $body['data']['uuid'], "\n";
    return 0;
}

// The checksum is the SHA-256 of the decoded values of all other parameters, in the order of the URL, and then the secret.
function is_genuine(array $parameters, string $secret): bool
{
    $values = '';
    foreach ($parameters as $name => $value) {
        if ($name !== 'checksum') {
            $values .= $value;
        }
    }
    return hash_equals(hash('sha256', $values . $secret), (string) ($parameters['checksum'] ?? ''));
}

function verify(string $url): int
{
    parse_str((string) parse_url($url, PHP_URL_QUERY), $parameters);
    $verdict = is_genuine($parameters, setting('BUDSTIKKE_SECRET'));
    echo $verdict ? "genuine\n" : "NOT genuine\n";
    return $verdict ? 0 : 1;
}

// What is not genuine gets a 403 and must change nothing.
function receive(): void
{
    $verdict = is_genuine($_GET, setting('BUDSTIKKE_SECRET'));
    http_response_code($verdict ? 200 : 403);
    error_log(($verdict ? 'genuine ' : 'NOT genuine ') . $_SERVER['REQUEST_URI']);
}

function setting(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set.");
}
