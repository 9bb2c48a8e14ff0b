namespace Budstikke.Distribution.Post;

/// <summary>The PDF as a letter. The printer tells nothing of what became of it.</summary>
internal static class PostDescription
{
    public static Channel Channel { get; } =
        new()
        {
            Name = "Post",
            Word = "post",
            FeeWord = "post",
            Serves = Buyers.All,
            Reach = buyer => new($"{buyer.Name}, {buyer.Street}, {buyer.PostCode} {buyer.City}, {buyer.Country}"),
            Document = ChannelDocument.Pdf,
            ReasonAgainst = invoice => PrintableAddress.Check(invoice).Reason,
            Magic = new(
                "street begins with",
                (place, street) => Magic.Begins(place.Street, street),
                new(
                    "Unprintable",
                    MagicAnswer.Refused,
                    "The printer has refused the address.",
                    "The printer refuses the address."
                ),
                new(
                    "Paper jam",
                    MagicAnswer.Deferred,
                    "The print folder cannot be written to: No space left on device",
                    "The printer takes nothing, for a long time."
                )
            ),
            SetUp = SetUp,
        };

    /// <summary>By <c>Post__Folder</c>.</summary>
    private static IReadOnlyList<string> SetUp(IServiceCollection services, IConfiguration settings)
    {
        if (settings["Post:Folder"] is not { Length: > 0 } path)
            return [];
        var (folder, reason) = PrintFolder.Open(path);
        if (folder is null)
            return [reason!];
        services.AddSingleton(folder).AddSingleton<IChannel, PostChannel>();
        return [];
    }
}
