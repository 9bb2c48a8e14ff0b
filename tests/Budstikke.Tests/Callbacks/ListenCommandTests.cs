using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Budstikke.Callbacks;
using Budstikke.Commands;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Callbacks;

/// <summary><c>callback listen</c>, as somebody runs it who writes a receiver.</summary>
public sealed class ListenCommandTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task It_shows_each_call_that_comes_and_answers_as_a_receiver_should()
    {
        await using var listening = await Listening.Start("--secret", KnownCall.Secret);

        (await listening.Send(KnownCall.Target)).ShouldBe(HttpStatusCode.OK);
        (await listening.Send(KnownCall.Forged)).ShouldBe(HttpStatusCode.Forbidden);
        (await listening.Send("/cb", "{}")).ShouldBe(HttpStatusCode.Forbidden);

        var lines = await listening.End();
        lines.ShouldAllBe(line => line.Length <= 80);
        lines.ShouldContain($"08:15:33  genuine      {KnownCall.Order} PARTIAL REFUNDED 100.00");
        lines.ShouldContain($"08:15:33  NOT genuine  {KnownCall.Order} PAID 100.00");
        lines.Count(line => line.Trim() == KnownCall.Id).ShouldBe(3);
        var text = string.Join(' ', lines.Select(line => line.Trim()));
        text.ShouldContain("The checksum is right and the signature is not: values were moved between parameters");
        text.ShouldContain("The body is no JSON object with type, timestamp and data.");
        text.ShouldNotContain($" {KnownCall.Secret}");
    }

    [Fact]
    public async Task With_json_each_call_is_a_line_and_stdout_carries_nothing_else()
    {
        await using var listening = await Listening.Start("--secret", KnownCall.Secret, "--json");

        await listening.Send(KnownCall.Target);
        await listening.Send("/cb", """{"type":"x","timestamp":"x","data":{}}""");

        var lines = await listening.End();
        lines.Count.ShouldBe(2);
        var (get, post) = (JsonOf(lines[0]), JsonOf(lines[1]));
        get.EnumerateObject()
            .Select(one => one.Name)
            .ShouldBe(["at", "isGenuine", "method", "target", "id", "faults"], ignoreOrder: true);
        get.GetProperty("isGenuine").GetBoolean().ShouldBeTrue();
        get.GetProperty("target").GetString().ShouldBe(KnownCall.Target);
        get.GetProperty("id").GetString().ShouldBe(KnownCall.Id);
        get.GetProperty("faults").GetArrayLength().ShouldBe(0);
        post.GetProperty("isGenuine").GetBoolean().ShouldBeFalse();
        post.GetProperty("body").GetString()!.ShouldStartWith("{\"type\"");
        post.GetProperty("faults")[0].GetString()!.ShouldStartWith("No signature of it is of this secret");
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_not_read_to_its_end()
    {
        await using var listening = await Listening.Start("--secret", KnownCall.Secret, "--json");

        (await listening.Send("/cb", new string('x', CallbackReceiver.MaxBodyBytes + 1))).ShouldBe(
            HttpStatusCode.RequestEntityTooLarge
        );

        (await listening.End()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_sends_cannot_steer_the_terminal()
    {
        await using var listening = await Listening.Start("--secret", KnownCall.Secret);

        await listening.Send("/cb?orderUuid=%1B%5B2J%0Agenuine&status=%C2%9B2J");

        var lines = await listening.End();
        lines.ShouldAllBe(line => !line.Any(char.IsControl));
        lines.ShouldAllBe(line => !line.StartsWith("genuine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--secret or BUDSTIKKE_SECRET must be ", "--secret", "")]
    [InlineData("--port must be 0 to 65535.", "--secret", "x", "--port", "65536")]
    public async Task What_it_cannot_listen_with_is_refused_with_a_reason(string reason, params string[] arguments)
    {
        var error = new StringWriter();

        var exit = await CommandOf()
            .Parse(["listen", .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = new StringWriter(), Error = error });

        exit.ShouldBe(2);
        error.ToString().ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var receiver = await Receiver.Start();
        var error = new StringWriter();

        var exit = await CommandOf()
            .Parse(["listen", "--secret", "x", "--port", $"{receiver.Address.Port}"])
            .InvokeAsync(new InvocationConfiguration { Output = new StringWriter(), Error = error });

        exit.ShouldBe(2);
        error.ToString().Trim().ShouldBe($"Another program listens on port {receiver.Address.Port}.");
    }

    [Fact]
    public async Task A_callback_of_the_service_is_genuine_to_it()
    {
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?> { ["Callbacks:AllowPrivateAddresses"] = "true" }
        );
        await using var listening = await Listening.Start(app.Clock, "--secret", app.Added.CallbackSecret, "--json");

        await app.Submit(Samples.ToPerson with { CallbackUrl = $"{listening.Address}cb?shop=7&q=two+words" });
        await app.RunJobs();

        JsonOf((await listening.End()).ShouldHaveSingleItem()).GetProperty("isGenuine").GetBoolean().ShouldBeTrue();
    }

    private static Command CommandOf() => ListenCommand.Of(new TestClock(KnownCall.SentAt));

    private static JsonElement JsonOf(string line) => JsonSerializer.Deserialize<JsonElement>(line);

    /// <summary>The command at work.</summary>
    private sealed class Listening(Task<int> run, Lines output, CancellationTokenSource stop) : IAsyncDisposable
    {
        private readonly HttpClient _http = new();

        public required Uri Address { get; init; }

        public static Task<Listening> Start(params string[] arguments) =>
            Start(new TestClock(KnownCall.SentAt), arguments);

        public static async Task<Listening> Start(TimeProvider time, params string[] arguments)
        {
            var (output, error) = (new Lines(), new Lines());
            var stop = new CancellationTokenSource();
            var run = ListenCommand
                .Of(time)
                .Parse(["listen", "--port", "0", .. arguments])
                .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, stop.Token);
            var said = await (arguments.Contains("--json") ? error : output).Read();
            return new(run, output, stop) { Address = new(said.Split(' ')[2].TrimEnd(';')) };
        }

        /// <summary>As the service sends the known call, but for what is said; its signature is that call's.</summary>
        public async Task<HttpStatusCode> Send(string target, string? body = null)
        {
            using var request = new HttpRequestMessage(
                body is null ? HttpMethod.Get : HttpMethod.Post,
                new Uri(Address, target)
            );
            foreach (
                var (name, value) in Signature.HeadersOf(
                    KnownCall.Id,
                    KnownCall.SentAt,
                    KnownCall.Target,
                    [KnownCall.Secret]
                )
            )
                request.Headers.Add(name, value);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request);
            return answer.StatusCode;
        }

        /// <summary>As Ctrl-C does. What it has said since it began to listen.</summary>
        public async Task<IReadOnlyList<string>> End()
        {
            await stop.CancelAsync();
            (await run.WaitAsync(s_patience)).ShouldBe(0);
            return output.Rest();
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await run.WaitAsync(s_patience);
            _http.Dispose();
            stop.Dispose();
        }
    }

    /// <summary>A command's output, line by line.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
        private readonly StringBuilder _open = new();

        public override void Write(char value)
        {
            if (value != '\n')
            {
                _open.Append(value);
                return;
            }
            _lines.Writer.TryWrite(_open.ToString().TrimEnd());
            _open.Clear();
        }

        public override void Write(string? value)
        {
            foreach (var c in value ?? "")
                Write(c);
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void WriteLine() => Write('\n');

        public Task<string> Read() => _lines.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

        public IReadOnlyList<string> Rest()
        {
            var rest = new List<string>();
            while (_lines.Reader.TryRead(out var line))
                rest.Add(line);
            return rest;
        }
    }
}
