using System.Text.Json;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Distribution.EInvoice;
using Budstikke.Distribution.Email;
using Budstikke.Distribution.Post;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Support;

/// <summary>The whole service in a test, with a test clock and channels that answer as the story says. It works on jobs
/// only when told to.</summary>
internal sealed class BudstikkeApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _keepsFolder;

    private readonly IReadOnlyList<FakeChannel> _channels;

    private BudstikkeApp(
        WebApplication app,
        TestClock clock,
        string folder,
        bool keepsFolder,
        FakeChannel[] channels
    ) => (_app, Clock, _folder, _keepsFolder, _channels) = (app, clock, folder, keepsFolder, channels);

    public static DateTimeOffset Monday { get; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public TestClock Clock { get; }

    public FakeChannel Ehf => By(EhfDescription.Channel);

    public FakeChannel EInvoice => By(EInvoiceDescription.Channel);

    public FakeChannel Email => By(EmailDescription.Channel);

    public FakeChannel Post => By(PostDescription.Channel);

    public IReadOnlyList<Dispatch> AllSent => [.. _channels.SelectMany(channel => channel.Sent)];

    private FakeChannel By(Channel channel) => _channels.Single(fake => fake.Channel == channel);

    public Store Store { get; private init; }

    public FakeServiceMail ServiceMails { get; private init; } = null!;

    public Caller Caller { get; private set; } = null!;

    public string ClientId => Caller.Client.ClientId;

    public AddedClient Added { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public JobQueue Queue => Services.GetRequiredService<JobQueue>();

    public string Folder => _folder;

    public IJobHandler Issuer => Services.GetServices<IJobHandler>().OfType<IssueDocuments>().Single();

    /// <param name="register">What a story adds to the service, or puts in the place of what is there.</param>
    /// <param name="folder">
    /// A <see cref="StoreFolder"/> to come back to after a "crash", or to share between nodes; the caller deletes it.
    /// </param>
    public static async Task<BudstikkeApp> Start(
        Store store = Store.Sqlite,
        string? folder = null,
        DateTimeOffset? now = null,
        IDictionary<string, string?>? settings = null,
        bool simulationsServeLiveClients = true,
        Action<IServiceCollection, IConfiguration>? register = null
    )
    {
        var keepsFolder = folder is not null;
        folder ??= StoreFolder.New();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(await StoreFolder.Settings(store, folder));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Node:Roles"] = "api" });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var clock = new TestClock(now ?? Monday);
        var hasServer = builder.Configuration[OpenStore.PostgresSetting] is { Length: > 0 };
        FakeChannel[] channels = [.. ChannelList.All.Select(channel => new FakeChannel(channel))];
        var serviceMails = new FakeServiceMail();
        var app = await Service.Build(
            builder,
            clock,
            replace: services =>
            {
                services
                    .AddSingleton(new SimulatedChannels(channels, simulationsServeLiveClients))
                    .AddSingleton<SendServiceMail>(serviceMails.Send)
                    .AddSingleton(
                        new JobSettings(
                            builder.Configuration.GetValue("Node:LeaseSeconds", 30),
                            ClaimClockOffset: () => hasServer ? MillisecondsAhead(clock) : 0
                        )
                    );
                register?.Invoke(services, builder.Configuration);
            }
        );
        var started = new BudstikkeApp(app, clock, folder, keepsFolder, channels)
        {
            ServiceMails = serviceMails,
            Store = store,
        };
        await started.FindOrAddClient();
        await started.CompareClocks();
        return started;
    }

    /// <summary>The server goes by the time of the test.</summary>
    private static long MillisecondsAhead(TestClock clock) =>
        clock.Right.ToUnixTimeMilliseconds() - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>As a node does at its start and every few seconds.</summary>
    public Task CompareClocks() => Services.GetRequiredService<NodeClock>().Compare();

    private async Task FindOrAddClient()
    {
        var existing = await Database.Read(session => session.Query<string>("SELECT client_id FROM clients"));
        if (existing.Count == 0)
            Added = await AddClient(SampleClient);
        Caller = await CallerOf(existing.Count == 0 ? Added.ClientId : existing[0]);
    }

    public async Task<Caller> CallerOf(string clientId) =>
        new(await Services.GetRequiredService<ClientStore>().Get(clientId), "first", Scopes.ReadWrite);

    public static NewClient SampleClient { get; } =
        new()
        {
            Seller = new()
            {
                Name = "Frisør AS",
                OrganizationNumber = "988077917",
                Account = "86011117947",
                Bic = "DNBANOKK",
                Email = "post@frisor.example",
                Street = "Luramyrveien 65",
                PostCode = "4313",
                City = "Sandnes",
                IsVatRegistered = true,
                IsLimitedCompany = true,
                Country = "NO",
            },
            Mode = ClientMode.Live,
            DeliveryPlace = "Sandnes",
            ZeroRateCategory = Budstikke.Documents.Vat.VatCategory.Z,
            ContactLanguage = "en",
        };

    public Task<AddedClient> AddClient(NewClient client) =>
        Budstikke.Clients.AddClient.Run(Acting, new IdSequence(Database, "CLT"), client);

    /// <summary>Whoever runs the story.</summary>
    public Acting Acting => new(Database, Services.GetRequiredService<Secrets>(), Clock, Actor.AtTerminal);

    /// <param name="caller">By default the app's own client.</param>
    public async Task<string> Submit(
        Order order,
        string? personalNumber = null,
        Caller? caller = null,
        IdempotencyKey? key = null
    )
    {
        var digits = personalNumber is null ? null : new PersonalDigits(personalNumber);
        var answer = await Accept(new(caller ?? Caller, order, digits, [], key));
        return answer.ShouldBeOfType<OrderStored>().OrderId;
    }

    public Task<Acceptance?> Accept(Submission submission) => Services.GetRequiredService<Door>().Accept(submission);

    /// <summary>A job that something outside of the order's way causes.</summary>
    public Task Enqueue(NewJob job) => Database.Write([.. JobQueue.Rows([job], Clock.GetUtcNow())]);

    /// <summary>The service over HTTP, byte by byte.</summary>
    public async Task<RawConnection> Connect()
    {
        using var http = await Http(withToken: false);
        return await RawConnection.To(http.BaseAddress!);
    }

    /// <summary>The service over HTTP, with the client's token, or without any.</summary>
    public async Task<HttpClient> Http(bool withToken = true)
    {
        if (_app.Urls.Count == 0 || _app.Urls.First().EndsWith(":0", StringComparison.Ordinal))
            await _app.StartAsync();
        var http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        if (withToken)
            http.DefaultRequestHeaders.Authorization = new("Bearer", Added.Token);
        return http;
    }

    /// <summary>The client's orders that wait to be issued, under one claim.</summary>
    public async Task<(IReadOnlyList<Job> Jobs, string Token)> ClaimIssuing(int limit = 10)
    {
        var token = JobQueue.NewToken();
        return (await Queue.Claim(Issuer.Kind, limit, token), token);
    }

    /// <summary>Writes what a handler returned for jobs that the test has claimed.</summary>
    public Task Settle(IReadOnlyList<Job> jobs, string token, Settlement settlement) =>
        Database.Write(session =>
            Queue.Settle(session, [new(jobs, settlement, token)], Services.GetRequiredService<FactRegister>())
        );

    /// <summary>Works until nothing is due.</summary>
    public async Task RunJobs()
    {
        do await Services.GetRequiredService<Worker>().RunDue();
        while (await Services.GetRequiredService<PlanRuns>().BeginDue() > 0);
    }

    /// <summary>Lets time pass, and works on each job at the moment it becomes due or free.</summary>
    public async Task Wait(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        await RunJobs();
        while (await NextDue() is { } due && due <= end)
        {
            Clock.Set(due);
            await RunJobs();
        }
        Clock.Set(end);
        await RunJobs();
    }

    /// <summary>Strictly later than now: what is due and was not done stands behind another job of its lane.</summary>
    private async Task<DateTimeOffset?> NextDue() =>
        await Database.Read(session =>
            session.QueryOne<long?>(
                """
                SELECT min(at) FROM (
                  SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END AS at FROM jobs
                  UNION ALL SELECT held_until FROM orders WHERE state = 'SENT') moments
                WHERE at > @now AND at < @never
                """,
                new { now = Clock.GetUtcNow().ToUnixTimeMilliseconds(), never = HeldOrders.SetAside }
            )
        )
            is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;

    /// <summary>The kinds of facts on the order's timeline, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Timeline(string orderId) =>
        [.. (await Facts(orderId)).Select(fact => fact.Kind)];

    public async Task<IReadOnlyList<FactRow>> Facts(string orderId)
    {
        var owner = await OwnerOf(orderId);
        return await Database.Read(session => FactRow.Of(session, owner, orderId));
    }

    /// <summary>Whose order it is; the app's own client for what is no order.</summary>
    public async Task<string> OwnerOf(string orderId) =>
        await Database.Read(session =>
            session.QueryOne<string>("SELECT client_id FROM orders WHERE order_id = @orderId", new { orderId })
        ) ?? ClientId;

    /// <summary>What the facts of one kind on the order's timeline say.</summary>
    public async Task<IReadOnlyList<JsonElement>> Facts(string orderId, string kind) =>
        [
            .. (await Facts(orderId))
                .Where(fact => fact.Kind == kind)
                .Select(fact => JsonSerializer.Deserialize<JsonElement>(fact.Content)),
        ];

    /// <summary>The channels that the route went past, with the reasons.</summary>
    public async Task<IReadOnlyList<string>> PassedBy(string orderId) =>
        [
            .. (await Facts(orderId, nameof(ChannelPassedBy))).Select(fact =>
                $"{fact.GetProperty("channel")}: {fact.GetProperty("reason")}"
            ),
        ];

    /// <summary>Why each channel failed, as it is said to the person who takes over.</summary>
    public async Task<IReadOnlyList<string>> ReasonsOfExhaustion(string orderId) =>
        [
            .. (await Facts(orderId, nameof(DistributionExhausted)))
                .ShouldHaveSingleItem()
                .GetProperty("reasons")
                .EnumerateArray()
                .Select(reason => reason.GetString()!),
        ];

    /// <summary>The one document of an order.</summary>
    public async Task<InvoiceRow> InvoiceOf(string orderId) =>
        (
            await Services.GetRequiredService<InvoiceStore>().OfOrder(await OwnerOf(orderId), orderId)
        ).ShouldHaveSingleItem();

    public async Task<byte[]> Document(string orderId, string format) =>
        (
            await Services
                .GetRequiredService<InvoiceStore>()
                .Document(await OwnerOf(orderId), (await InvoiceOf(orderId)).InvoiceId, format)
        )!;

    public async Task<string> StateOf(string orderId) =>
        (await Services.GetRequiredService<OrderStore>().Find(await OwnerOf(orderId), orderId))!.State;

    public Task<long> JobCount() => Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs"));

    /// <summary>What the job about a subject failed by last.</summary>
    public Task<string?> Trouble(string subject) =>
        Database.Read(session =>
            session.QuerySingle<string?>("SELECT trouble FROM jobs WHERE subject = @subject", new { subject })
        );

    /// <summary>Changes the store behind the service's back.</summary>
    public Task Execute(string sql, object parameters) => Database.Write(session => session.Execute(sql, parameters));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keepsFolder)
            await StoreFolder.Delete(_folder);
    }
}
