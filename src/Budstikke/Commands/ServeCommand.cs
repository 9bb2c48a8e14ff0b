using System.CommandLine;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Storage;
using Microsoft.Extensions.Logging.Console;

namespace Budstikke.Commands;

/// <summary><c>serve</c>: takes calls and works on jobs until it is told to stop.</summary>
internal static class ServeCommand
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Whoever starts nodes again when they fail must see that nobody asked for this end.</summary>
    private const int EndedByItself = 1;

    public static Command Of(BuildService build)
    {
        var command = new Command("serve", "Runs the service: the API, the worker, or both (Node__Roles).");
        command.SetAction((_, cancel) => Run(build, Builder(), cancel));
        return command;
    }

    public static async Task<int> Run(BuildService build, WebApplicationBuilder builder, CancellationToken cancel)
    {
        using var request = new StopRequest(cancel);
        Listening.RefuseMalformed(builder.Configuration["URLS"]);
        await using var app = await build(builder);
        var database = app.Services.GetRequiredService<Database>();
        using var only = StoreLock.Take(database);
        // The mark is looked for once more under the lock, because a move may have held the lock since the store was
        // opened.
        await MoveMark.Refuse(database);
        await Serve(app, cancel);
        var wasAsked = await request.WasMade();
        LogOf(app)
            .Log(
                wasAsked ? LogLevel.Information : LogLevel.Error,
                "Stopped{Unasked}: {Node}",
                wasAsked ? "" : ", though nobody told it to",
                Nameplate.Of(app.Services)
            );
        return wasAsked ? 0 : EndedByItself;
    }

    private static async Task Serve(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await Start(app, cancel);
            await app.WaitForShutdownAsync(cancel);
        }
        catch (OperationCanceledException)
            when (cancel.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The node was told to stop before all of it had started; what has started is stopped in order.
            await app.StopAsync(CancellationToken.None);
        }
    }

    public static WebApplicationBuilder Builder()
    {
        // Settings are read at the start alone. If the files were watched for changes, every write to a store below the
        // folder would raise an event.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        if (builder.Configuration["URLS"] is not { Length: > 0 })
            builder.WebHost.UseUrls(DefaultUrl);
        Log(builder);
        return builder;
    }

    /// <summary>For a command whose output is its result: the rooms are built, and what they would log is
    /// nobody's.</summary>
    public static WebApplicationBuilder QuietBuilder()
    {
        var builder = Builder();
        builder.Logging.ClearProviders();
        return builder;
    }

    private static void Log(WebApplicationBuilder builder)
    {
        const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";
        if (Settings.Switch(builder.Configuration, "Logging:Json", otherwise: false))
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Time;
            });
        else
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                // What steers a terminal is escaped on its way there, and so would our colours be.
                console.ColorBehavior = LoggerColorBehavior.Disabled;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = $"{Time} ";
            });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
    }

    /// <summary>Ends what a dead process had claimed, says what this node is and what is real, and begins.</summary>
    /// <exception cref="SettingRefusedException">It cannot listen where it should.</exception>
    public static async Task Start(WebApplication app, CancellationToken cancel)
    {
        if (app.Services.GetRequiredService<Database>().Dialect is SqliteDialect)
            await app.Services.GetRequiredService<JobQueue>().ReleaseAll();
        var log = LogOf(app);
        log.LogInformation("Starting {Node}", Nameplate.Of(app.Services));
        foreach (var (name, likely) in KnownSettings.UnknownIn(app.Configuration))
            log.LogWarning(
                "There is no setting {Name}{Likely}",
                name,
                likely is null ? "" : $"; {likely} was likely meant"
            );
        var channels = app.Services.GetRequiredService<Channels>();
        foreach (var channel in channels.All)
            log.LogInformation(
                "Channel {Channel}: {Live}{Via} for live clients, simulated for test clients",
                channel.Name,
                channels.Reality(channel).ToString().ToLowerInvariant(),
                channels.ViaOf(channel) is { } via ? $" by {via}" : ""
            );
        if (app.Services.GetRequiredService<ServiceMailWay>().TellsNobody(ClientMode.Live))
            log.LogWarning(
                "No case of a live client is told of to anybody, see `cases`. {Why}",
                ServiceMailWay.NotSetUp
            );
        OfficialRulesLog.Write(app.Services.GetRequiredService<OfficialRules>(), log);
        if (app.Services.GetRequiredService<OwnCertificate>().Current is { } certificate)
            log.LogInformation(
                "Peppol {Network}: certificate of {Name}, valid until {End}",
                app.Services.GetRequiredService<PeppolSettings>().Network,
                PeppolTrust.NameOf(certificate),
                Moments.Text(CertificateAlarm.EndOf(certificate))
            );
        if (app.Services.GetRequiredService<CertificateWatch>().Warning() is { } warning)
            log.LogWarning("{Warning}", warning);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception error) when (Listening.WhyNot(error, app.Configuration["URLS"]) is { } why)
        {
            // What works in the background has begun by now.
            await app.StopAsync(CancellationToken.None);
            throw new SettingRefusedException(why);
        }
        log.LogInformation("Listening on {Urls}", string.Join(", ", app.Urls));
    }

    private static ILogger LogOf(WebApplication app) =>
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Budstikke");
}
