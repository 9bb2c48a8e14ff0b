<?php
// A client of Budstikke in one file (PHP 8.1 or newer):
//   php budstikke.php send ORDER.json [KEY]
//   php -S 127.0.0.1:8090 budstikke.php       takes callbacks
//   php budstikke.php verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]
// BUDSTIKKE_TOKEN and BUDSTIKKE_SECRET are what `client add` showed, BUDSTIKKE_URL is where the service is.

const TOLERANCE_SECONDS = 300;
const MAX_BODY_BYTES = 64 * 1024;
const OURS = ['orderUuid', 'status', 'paymentMethod', 'amount', 'createdAt', 'timestamp', 'checksum'];

if (PHP_SAPI === 'cli-server') {
    receive();
    return;
}
$command = $argv[1] ?? '';
$rest = array_slice($argv, 2);
try {
    if ($command === 'send' && in_array(count($rest), [1, 2], true)) {
        exit(send(...$rest));
    }
    if ($command === 'verify' && in_array(count($rest), [4, 5], true)) {
        exit(verify(...$rest));
    }
} catch (RuntimeException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit($error->getCode() ?: 2);
}
fwrite(STDERR, "send ORDER.json [KEY] | verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]\n");
exit(2);

// Sends an order. The key makes a repeat harmless: where no answer came, send the same order under the same key. A shop
// takes the order's own number for it.
function send(string $file, ?string $key = null): int
{
    $key ??= bin2hex(random_bytes(16));
    $order = @file_get_contents($file);
    if ($order === false) {
        throw new RuntimeException("$file cannot be read.");
    }
    fwrite(STDERR, "Idempotency-Key: $key (to repeat this order without risk: send $file $key)\n");
    [$status, $answer] = call_service('POST', '/api/v1/connect/orders/invoice/create', [
        'Content-Type: application/json',
        "Idempotency-Key: $key",
    ], of_today($order));
    if ($status !== 201) {
        fwrite(STDERR, "$answer\n"); // A 417 lists every error of the order in "errors".
        return 1;
    }
    echo json_decode($answer, true)['data']['uuid'], "\n";
    return 0;
}

// The sample order is of the day on which it is sent; an order of your own has its date.
function of_today(string $order): string
{
    return str_replace('{{$timestamp}}', (string) strtotime('today UTC'), $order);
}

// Why a callback must not be believed; null where it is the service's.
function fault_of(array $call, int $now): ?string
{
    $secret = setting('BUDSTIKKE_SECRET');
    $fault = $call['body'] === null ? fault_of_query(parameters_of($call['target']), $secret) : null;
    if ($fault !== null) {
        return $fault;
    }
    if (!preg_match('/\A[0-9]{1,12}\z/', $call['timestamp'])
        || abs($now - (int) $call['timestamp']) > TOLERANCE_SECONDS) {
        return 'not within five minutes';
    }
    return is_signed($call, $secret) ? null : 'wrong signature';
}

// The checksum has nothing between the values, so that one could be moved into another: names are looked at first, and
// the signature afterwards.
function fault_of_query(array $parameters, string $secret): ?string
{
    $names = array_column($parameters, 0);
    // What our own callback URLs have in their query; anything else was put there by somebody else.
    $own = preg_split('/ /', (string) getenv('BUDSTIKKE_PARAMETERS'), -1, PREG_SPLIT_NO_EMPTY);
    if (array_diff($names, $own, OURS)) {
        return 'unknown parameter';
    }
    if (count(array_unique($names)) < count($names)) {
        return 'repeated parameter';
    }
    if (array_diff(OURS, $names)) {
        return 'missing parameter';
    }
    $values = '';
    $claimed = '';
    foreach ($parameters as [$name, $value]) {
        if ($name === 'checksum') {
            $claimed = $value;
        } else {
            $values .= $value;
        }
    }
    return hash_equals(hash('sha256', $values . $secret), $claimed) ? null : 'wrong checksum';
}

// Not $_GET: it has a repeated name once, and makes other names of some.
function parameters_of(string $target): array
{
    $parameters = [];
    foreach (explode('&', explode('?', $target, 2)[1] ?? '') as $pair) {
        if ($pair !== '') {
            $parts = explode('=', $pair, 2);
            $parameters[] = [urldecode($parts[0]), urldecode($parts[1] ?? '')];
        }
    }
    return $parameters;
}

// Standard Webhooks: an HMAC over id, timestamp and payload. Its key is the secret as it was shown; there may be
// several signatures, while a secret is being replaced.
function is_signed(array $call, string $secret): bool
{
    $signed = "{$call['id']}.{$call['timestamp']}." . ($call['body'] ?? $call['target']);
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $secret, true));
    foreach (explode(' ', $call['signature']) as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}

// The state that counts is the one that the API tells, since a callback may come late or twice; null: no order of ours.
function state_of(string $order): ?string
{
    if (!preg_match('/\AODR[0-9]{10}\z/', $order)) {
        return null;
    }
    [$status, $answer] = call_service('GET', "/api/v1/connect/orders/status/$order");
    if ($status === 404) {
        return null;
    }
    if ($status !== 200) {
        throw new RuntimeException("The state could not be read: HTTP $status.");
    }
    return json_decode($answer, true)['data']['status'];
}

function judge(array $call, int $now): array
{
    $fault = fault_of($call, $now);
    if ($fault !== null) {
        return [false, "NOT genuine: $fault"];
    }
    $order = $call['body'] === null
        ? array_column(parameters_of($call['target']), 1, 0)['orderUuid']
        : (string) (json_decode($call['body'], true)['data']['orderUuid'] ?? '');
    $state = state_of($order);
    return $state === null ? [false, 'NOT genuine: not an order of ours'] : [true, "genuine: $order is $state"];
}

// A callback as it came in: the target is path and query exactly as they were sent, the body null for a GET.
function call_of(string $url, string $id, string $timestamp, string $signature, ?string $body = null): array
{
    $target = preg_replace('~\A[a-z]+://[^/]*~', '', $url);
    return compact('target', 'id', 'timestamp', 'signature', 'body');
}

function verify(string $url, string $id, string $timestamp, string $signature, ?string $now = null): int
{
    [$isGenuine, $words] = judge(call_of($url, $id, $timestamp, $signature), (int) ($now ?? time()));
    echo "$words\n";
    return $isGenuine ? 0 : 1;
}

// What is not genuine gets a 403 and must change nothing; what could not be looked up gets a 503, and comes again.
function receive(): void
{
    $body = $_SERVER['REQUEST_METHOD'] === 'POST'
        ? (string) file_get_contents('php://input', false, null, 0, MAX_BODY_BYTES)
        : null;
    $headers = array_map(fn ($name) => $_SERVER["HTTP_WEBHOOK_$name"] ?? '', ['ID', 'TIMESTAMP', 'SIGNATURE']);
    try {
        [$isGenuine, $words] = judge(call_of($_SERVER['REQUEST_URI'], ...[...$headers, $body]), time());
        http_response_code($isGenuine ? 200 : 403);
    } catch (RuntimeException $error) {
        $words = $error->getMessage();
        http_response_code(503);
    }
    error_log($words);
}

// The answer's status and its body.
function call_service(string $method, string $path, array $headers = [], ?string $content = null): array
{
    $service = getenv('BUDSTIKKE_URL') ?: 'http://127.0.0.1:5080';
    $answer = @file_get_contents($service . $path, false, stream_context_create(['http' => [
        'method' => $method,
        'header' => ['Authorization: Bearer ' . setting('BUDSTIKKE_TOKEN'), ...$headers],
        'content' => $content ?? '',
        'timeout' => 10,
        'ignore_errors' => true,
    ]]));
    if ($answer === false) {
        $why = preg_replace('~\A.*: ~s', '', error_get_last()['message'] ?? '');
        throw new RuntimeException("No answer from $service: $why", 3);
    }
    preg_match('~\AHTTP/\S+ ([0-9]{3})~', $http_response_header[0] ?? '', $status);
    return [(int) ($status[1] ?? 0), $answer];
}

function setting(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set.");
}
