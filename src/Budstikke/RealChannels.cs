using System.Net;
using Budstikke.Distribution;
using Budstikke.Distribution.Email;
using Budstikke.Distribution.Post;
using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke;

/// <summary>The channels that are real where their settings are given. Here alone somebody knows them by name.</summary>
internal static class RealChannels
{
    /// <summary>E-mail by <c>Email__Smtp</c> and <c>Email__From</c>, post by <c>Post__Folder</c>.</summary>
    /// <exception cref="StorageRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddRealChannels(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(provider => new SmtpSubmission(provider.GetRequiredService<TimeProvider>()));
        if (settings["Email:Smtp"] is { Length: > 0 } smtp)
        {
            var (email, reasons) = EmailSettings.Parse(smtp, settings["Email:From"], Dns.GetHostName());
            if (email is null)
                throw new StorageRefusedException(string.Join(Environment.NewLine, reasons));
            services.AddSingleton(email).AddSingleton<IChannel, EmailChannel>();
        }
        if (settings["Post:Folder"] is { Length: > 0 } path)
        {
            var (folder, reason) = PrintFolder.Open(path);
            if (folder is null)
                throw new StorageRefusedException(reason!);
            services.AddSingleton(folder).AddSingleton<IChannel, PostChannel>();
        }
        return services;
    }

    /// <summary>What the real channel would refuse without asking anybody: a simulation refuses it too.</summary>
    public static string? ReasonAgainst(Channel channel, DispatchedInvoice invoice) =>
        channel == Channel.Post ? PrintableAddress.Check(invoice).Reason : null;
}
